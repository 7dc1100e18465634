import type { EndpointProgress, FollowedResend } from '@webhooks/client';
import type { JSX } from 'preact';

import { formatCount, formatRelative } from '../i18n/format.ts';
import { t } from '../i18n/locale.ts';
import { FailedCounts } from '../resends/failed-counts.tsx';
import { useRemoved } from '../accounts/use-removed.ts';
import { DateTime } from '../ui/date-time.tsx';
import { EndpointLink } from '../ui/endpoint-link.tsx';
import { now } from '../ui/now.ts';
import { ProgressBar } from '../ui/progress-bar.tsx';

/** How far a resend is at its endpoints, and what they wait for, as the API says it. */
export function EndpointsProgress(props: {
  readonly resend: Partial<FollowedResend>;
}): JSX.Element | null {
  const { endpointProgress: texts } = t();
  const { endpoints = [], other_endpoints: others = 0 } = props.resend;
  const removed = useRemoved(endpoints.map((one) => one.endpoint_id));
  if (endpoints.length === 0) return null;
  const expiresAt = endpoints.find(({ expires_at: at }) => at !== null)?.expires_at ?? null;
  return (
    <section class="card">
      <h2>{texts.title}</h2>
      {expiresAt !== null && (
        <p class="hint">
          {texts.expires} <DateTime iso={expiresAt} />
        </p>
      )}
      <table class="rows rows-progress">
        <thead>
          <tr>
            <th scope="col">{texts.endpoint}</th>
            <th scope="col">{texts.progress}</th>
            <th scope="col">{texts.waits}</th>
            <th scope="col">{texts.ends}</th>
          </tr>
        </thead>
        <tbody>
          {endpoints.map((endpoint) => (
            <EndpointRow
              key={endpoint.endpoint_id}
              endpoint={endpoint}
              isRemoved={removed.has(endpoint.endpoint_id)}
            />
          ))}
        </tbody>
      </table>
      {others > 0 && <p class="hint">{texts.others(formatCount(others))}</p>}
    </section>
  );
}

function EndpointRow(props: {
  readonly endpoint: EndpointProgress;
  readonly isRemoved: boolean;
}): JSX.Element {
  const { endpoint, isRemoved } = props;
  const { app, progress: words } = t();
  const { endpoint_id: id, total, delivered, failed, pending } = endpoint;
  const { estimated_end_at: endsAt } = endpoint;
  return (
    <tr>
      <th scope="row">
        <EndpointLink id={id} isRemoved={isRemoved} />
      </th>
      <td class="cell-progress">
        {total === null ? (
          <span class="muted">{words.counting}</span>
        ) : (
          <>
            <ProgressBar counts={{ total, delivered, failed, pending }} />
            <span class="sub number">
              {words.of(formatCount(delivered), formatCount(total))} {words.delivered}
              <FailedCounts counts={endpoint} />
            </span>
          </>
        )}
      </td>
      <td>
        <Waiting endpoint={endpoint} />
      </td>
      <td>{endsAt === null ? app.none : <DateTime iso={endsAt} isRelative />}</td>
    </tr>
  );
}

function Waiting({ endpoint }: { readonly endpoint: EndpointProgress }): JSX.Element {
  const { app, names, endpointProgress: texts } = t();
  const { waiting_for: reason, next_test_at: testAt } = endpoint;
  if (reason === null) return <>{app.none}</>;
  // A past test comes any moment: no time is shown that is over.
  const test =
    testAt === null ? null : formatRelative(Math.max(Date.parse(testAt), now.value), now.value);
  return (
    <>
      {names.waitReasons[reason]}
      {test !== null && <span class="sub">{texts.nextTest(test)}</span>}
    </>
  );
}
