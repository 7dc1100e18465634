import type { JSX } from 'preact';
import { useState } from 'preact/hooks';

import { labelOfAccount, useAccountsOf } from '../accounts/known-accounts.ts';
import type { Endpoint } from '../api/endpoint-types.ts';
import { listEndpoints } from '../api/endpoints-api.ts';
import { usePolled } from '../api/use-polled.ts';
import { formatCount, formatDuration, formatShare } from '../i18n/format.ts';
import { t } from '../i18n/locale.ts';
import { navigate } from '../navigation/navigation.ts';
import { hrefs } from '../navigation/route.ts';
import { cursorOf } from '../ui/cursor.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { Icon } from '../ui/icons.tsx';
import { Loading } from '../ui/loading.tsx';
import { Name } from '../ui/name.tsx';
import { Page } from '../ui/page.tsx';
import { Pager } from '../ui/pager.tsx';
import { needsLook, worstFirst } from './endpoint-health.ts';
import { HealthPill } from './health-pill.tsx';
import { NewEndpoint } from './new-endpoint.tsx';
import { Sparkline } from './sparkline.tsx';

const LOOK_MS = 5_000;

/** Where webhooks go, and how that goes. */
export function EndpointsPage(props: { readonly query: URLSearchParams }): JSX.Element {
  const { endpoints: texts, newEndpoint } = t();
  const [isMaking, setMaking] = useState(false);
  const cursor = cursorOf(`?${props.query.toString()}`);
  const query = new URLSearchParams({ limit: '20', ...cursor }).toString();
  const { data, asOfMs, error, isLoading, reload } = usePolled(
    `endpoints?${query}`,
    (signal) => listEndpoints(query, signal),
    () => LOOK_MS,
  );
  useAccountsOf(data?.results);
  return (
    <Page
      title={texts.title}
      lead={texts.lead}
      actions={
        !isMaking && (
          <Button icon="plus" kind="primary" onClick={() => setMaking(true)}>
            {newEndpoint.open}
          </Button>
        )
      }
    >
      {isMaking && <NewEndpoint onCreated={reload} onClose={() => setMaking(false)} />}
      {error !== null && <ErrorNotice error={error} asOfMs={asOfMs} onRetry={reload} />}
      {isLoading && <Loading />}
      {data !== undefined && data.results.length > 0 && (
        <>
          <InAll endpoints={worstFirst(data.results)} />
          <EndpointTable endpoints={worstFirst(data.results)} />
        </>
      )}
      {data?.results.length === 0 && (
        <EmptyState icon="plug" title={texts.empty}>
          <p>{texts.emptyLead}</p>
        </EmptyState>
      )}
      {data !== undefined && (
        <Pager
          previous={data.previous}
          next={data.next}
          onMove={(link) => navigate(hrefs.endpoints(cursorOf(link)))}
        />
      )}
    </Page>
  );
}

/** Whether it is well with them, and where to look if not. */
function InAll({ endpoints }: { readonly endpoints: readonly Endpoint[] }): JSX.Element {
  const { verdict: texts } = t();
  const total = formatCount(endpoints.length);
  const ill = endpoints.filter(needsLook);
  const [worst] = ill;
  if (worst === undefined) {
    return (
      <div class="notice notice-good">
        <Icon name="check" />
        <p class="strong">{texts.endpointsWell(total)}</p>
      </div>
    );
  }
  return (
    <div class="notice notice-bad verdict">
      <Icon name="alert" />
      <p>{texts.endpointsIll(formatCount(ill.length), total, worst.id)}</p>
      <a href={hrefs.endpoint(worst.id)}>{texts.openEndpoint}</a>
    </div>
  );
}

function EndpointTable(props: { readonly endpoints: readonly Endpoint[] }): JSX.Element {
  const { endpoints: texts, rows } = t();
  return (
    <div class="card card-flush">
      <table class="rows rows-endpoints">
        <thead>
          <tr>
            <th scope="col">{texts.url}</th>
            <th scope="col">{texts.wants}</th>
            <th scope="col">{texts.health}</th>
            <th scope="col">{rows.activity}</th>
            <th scope="col">{texts.success}</th>
            <th scope="col">{texts.latency}</th>
          </tr>
        </thead>
        <tbody>
          {props.endpoints.map((endpoint) => (
            <EndpointRow key={endpoint.id} endpoint={endpoint} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function EndpointRow({ endpoint }: { readonly endpoint: Endpoint }): JSX.Element {
  const { endpoints: texts } = t();
  const { last_24h: day } = endpoint;
  return (
    <tr class="row-link">
      <th scope="row">
        <a href={hrefs.endpoint(endpoint.id)}>
          <Name text={endpoint.id} />
        </a>
        <span class="sub">
          <Name text={endpoint.url} />
        </span>
      </th>
      <td>
        <code>
          <Name text={endpoint.type_webhook} />
        </code>
        <span class="sub">
          <Name text={labelOfAccount(endpoint)} />
        </span>
      </td>
      <td>
        <HealthPill endpoint={endpoint} />
      </td>
      <td>
        <Sparkline endpoint={endpoint} />
      </td>
      <td class="number">
        {day.success_rate === null ? (
          <span class="muted">{texts.noAttempts}</span>
        ) : (
          <>
            {formatShare(day.success_rate)}
            <span class="sub">
              {formatCount(day.succeeded)} / {formatCount(day.attempts)}
            </span>
          </>
        )}
      </td>
      <td class="number">
        <Latency ms={day.p50_ms} />
        {day.p95_ms !== null && <span class="sub">p95 {formatDuration(day.p95_ms)}</span>}
      </td>
    </tr>
  );
}

function Latency({ ms }: { readonly ms: number | null }): JSX.Element {
  return <>{ms === null ? t().app.none : formatDuration(ms)}</>;
}
