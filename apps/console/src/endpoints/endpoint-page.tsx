import type { JSX } from 'preact';

import { labelOfAccount } from '../accounts/known-accounts.ts';
import type { Endpoint } from '../api/endpoint-types.ts';
import { getEndpoint } from '../api/endpoints-api.ts';
import { usePolled } from '../api/use-polled.ts';
import { formatCount, formatDateTime, formatRelative } from '../i18n/format.ts';
import { t } from '../i18n/locale.ts';
import { hrefs } from '../navigation/route.ts';
import { DateTime } from '../ui/date-time.tsx';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { Icon } from '../ui/icons.tsx';
import { Loading } from '../ui/loading.tsx';
import { Name } from '../ui/name.tsx';
import { now } from '../ui/now.ts';
import { Page } from '../ui/page.tsx';
import { EndpointActions } from './endpoint-actions.tsx';
import { needsLook } from './endpoint-health.ts';
import { EndpointCharts } from './endpoint-charts.tsx';
import { HealthPill } from './health-pill.tsx';
import { RecoverySwitch } from './recovery-switch.tsx';
import { TestDelivery } from './test-delivery.tsx';

const LOOK_MS = 3_000;

/** One endpoint: how it is, how it was, and how to get it going again. */
export function EndpointPage({ id }: { readonly id: string }): JSX.Element {
  const { endpoints: texts } = t();
  const { data, asOfMs, error, isLoading, reload } = usePolled(
    `endpoint ${id}`,
    (signal) => getEndpoint(id, signal),
    () => LOOK_MS,
  );
  return (
    <Page
      title={id}
      lead={data === undefined ? undefined : <Name text={data.url} />}
      back={{ href: hrefs.endpoints(), text: texts.back }}
      badge={data !== undefined && <HealthPill endpoint={data} />}
      actions={data !== undefined && <EndpointActions endpoint={data} onChange={reload} />}
    >
      {error !== null && <ErrorNotice error={error} asOfMs={asOfMs} onRetry={reload} />}
      {isLoading && <Loading />}
      {data !== undefined && (
        <>
          <section class="card">
            <Trouble endpoint={data} />
            <Facts endpoint={data} />
            <RecoverySwitch endpoint={data} onChange={reload} />
          </section>
          <TestDelivery key={id} id={id} />
          <EndpointCharts id={id} />
        </>
      )}
    </Page>
  );
}

/** Whether it is well; and if not, why. */
function Trouble({ endpoint }: { readonly endpoint: Endpoint }): JSX.Element {
  const { endpoints: texts, names } = t();
  const { enabled, disabled_reason: reason, disabled_since: since, breaker } = endpoint;
  if (enabled && breaker.state === 'CLOSED') return <LastDay endpoint={endpoint} />;
  const { name, advice } = names.breakers[breaker.state];
  return (
    <div class="notice notice-warn">
      <Icon name="alert" />
      {enabled ? (
        <div>
          <p class="strong">{name}</p>
          <p>
            {advice}{' '}
            {breaker.retry_at !== null &&
              texts.retryAt(formatRelative(Date.parse(breaker.retry_at), now.value))}
          </p>
        </div>
      ) : (
        <div>
          <p class="strong">{texts.disabled}</p>
          {reason !== null && (
            <p>
              {names.disabledReasons[reason]}
              {since !== null && (
                <>
                  {' · '}
                  <DateTime iso={since} />
                </>
              )}
            </p>
          )}
        </div>
      )}
    </div>
  );
}

/** How what was sent to it lately came out. */
function LastDay({ endpoint }: { readonly endpoint: Endpoint }): JSX.Element {
  const { verdict: texts, endpoints } = t();
  const { attempts, succeeded } = endpoint.last_24h;
  const isIll = needsLook(endpoint);
  const text = isIll
    ? texts.attemptsFailed(formatCount(attempts - succeeded), formatCount(attempts))
    : texts.attemptsWell(formatCount(attempts));
  return (
    <div class={`notice notice-${isIll ? 'bad' : 'good'}`}>
      <Icon name={isIll ? 'alert' : 'check'} />
      <p class="strong">{attempts === 0 ? endpoints.noAttempts : text}</p>
    </div>
  );
}

function Facts({ endpoint }: { readonly endpoint: Endpoint }): JSX.Element {
  const { endpoints: texts, names } = t();
  const { max_in_flight: atOnce, requests_per_second: perSecond, mtls } = endpoint;
  const limits = [
    ...(atOnce === null ? [] : [texts.maxInFlight(formatCount(atOnce))]),
    ...(perSecond === null ? [] : [texts.perSecond(formatCount(perSecond))]),
  ];
  const facts = [
    [texts.wants, endpoint.type_webhook],
    ...(endpoint.test ? [[texts.test, texts.testMeaning]] : []),
    [texts.account, labelOfAccount(endpoint)],
    [texts.flow, endpoint.enabled ? names.breakers[endpoint.breaker.state].name : texts.disabled],
    [texts.limits, limits.length === 0 ? texts.unlimited : limits.join(' · ')],
    [texts.recovery, endpoint.recover_automatically ? texts.recoveryOn : texts.recoveryOff],
    ...(endpoint.verification === 'pending'
      ? [[t().testEvent.proof, t().testEvent.proofPending]]
      : []),
    ...(mtls === null ? [] : [[texts.clientCertificate, certificateText(endpoint, mtls)]]),
  ];
  return (
    <dl class="pairs">
      {facts.map(([name = '', value = '']) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <Name text={value} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function certificateText(
  { mtls_verified: isVerified }: Pick<Endpoint, 'mtls_verified'>,
  { identity, certificate_not_after: until }: NonNullable<Endpoint['mtls']>,
): string {
  const { endpoints: texts, testEvent } = t();
  const name = until === null ? identity : texts.certificateUntil(identity, formatDateTime(until));
  return `${name} · ${isVerified ? testEvent.certificateVerified : testEvent.certificateUnverified}`;
}
