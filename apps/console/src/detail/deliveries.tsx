import type { DeliveryState } from '@webhooks/domain';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';

import { listDeliveries } from '../api/api.ts';
import type { ResendDetail } from '../api/types.ts';
import { usePolled } from '../api/use-polled.ts';
import { t } from '../i18n/locale.ts';
import { cursorOf } from '../ui/cursor.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { Loading } from '../ui/loading.tsx';
import { Pager } from '../ui/pager.tsx';
import { Select } from '../ui/select.tsx';
import { DeliveryTable } from './delivery-table.tsx';

const LOOK_MS = 2_000;
const PAGE_SIZE = '25';

const states = [
  'FAILED',
  'RETRYING',
  'PENDING',
  'DELIVERED',
  'SKIPPED',
  'CANCELLED',
] as const satisfies DeliveryState[];

/** The deliveries of a resend, page by page. */
export function Deliveries({ resend }: { readonly resend: ResendDetail }): JSX.Element {
  const { detail: texts, names } = t();
  const [state, setState] = useState<DeliveryState | ''>('');
  const [cursor, setCursor] = useState<Readonly<Record<string, string>>>({});
  const { id, finished_at: finishedAt } = resend;
  const query = new URLSearchParams({
    limit: PAGE_SIZE,
    ...(state === '' ? {} : { state }),
    ...cursor,
  });
  const { data, error, isLoading, reload } = usePolled(
    `deliveries ${id} ${query.toString()} ${finishedAt ?? ''}`,
    (signal) => listDeliveries(id, query, signal),
    () => (finishedAt === null ? LOOK_MS : null),
  );
  return (
    <section class="card">
      <div class="section-head">
        <h2>{texts.deliveries}</h2>
        {!resend.deliveries_pruned && (
          <Select
            label={texts.state}
            value={state}
            options={[
              ['', texts.anyState],
              ...states.map((one) => [one, names.states[one]] as const),
            ]}
            onChange={(chosen) => {
              setState(chosen);
              setCursor({});
            }}
          />
        )}
      </div>
      {resend.deliveries_pruned && <EmptyState icon="inbox" title={texts.pruned} />}
      {error !== null && !resend.deliveries_pruned && (
        <ErrorNotice error={error} isStale={data !== undefined} onRetry={reload} />
      )}
      {isLoading && <Loading />}
      {data !== undefined && data.results.length > 0 && (
        <DeliveryTable resendId={id} deliveries={data.results} />
      )}
      {data?.results.length === 0 && !resend.deliveries_pruned && (
        <EmptyState
          icon="inbox"
          title={state === '' ? texts.deliveriesEmpty : texts.deliveriesEmptyFiltered}
        />
      )}
      {data !== undefined && (
        <Pager
          newer={data.previous}
          older={data.next}
          onMove={(link) => setCursor(cursorOf(link))}
        />
      )}
    </section>
  );
}
