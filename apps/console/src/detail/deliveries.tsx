import type { JSX } from 'preact';
import { useState } from 'preact/hooks';

import { listDeliveries } from '../api/api.ts';
import type { Delivery, Page, ResendDetail } from '../api/types.ts';
import { usePolled } from '../api/use-polled.ts';
import { t } from '../i18n/locale.ts';
import { cursorOf } from '../ui/cursor.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { Loading } from '../ui/loading.tsx';
import { Pager } from '../ui/pager.tsx';
import { DeliveryFilterFields, type DeliveryFilters } from './delivery-filters.tsx';
import { DeliveryTable } from './delivery-table.tsx';

const LOOK_MS = 2_000;
const PAGE_SIZE = '25';

const anything: DeliveryFilters = { state: '', error_class: '' };

/** The deliveries of a resend, page by page. */
export function Deliveries({ resend }: { readonly resend: ResendDetail }): JSX.Element {
  const texts = t().detail;
  const [filters, setFilters] = useState(anything);
  const [cursor, setCursor] = useState<Readonly<Record<string, string>>>({});
  const { id, finished_at: finishedAt } = resend;
  const query = new URLSearchParams({
    limit: PAGE_SIZE,
    ...Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== '')),
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
          <DeliveryFilterFields
            filters={filters}
            onChange={(chosen) => {
              setFilters(chosen);
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
        <EmptyState icon="inbox" title={emptyTitle(filters, data)} />
      )}
      {data !== undefined && (
        <Pager
          previous={data.previous}
          next={data.next}
          onMove={(link) => setCursor(cursorOf(link))}
        />
      )}
    </section>
  );
}

/** Nothing at all, nothing that the filters let through, or nothing of it on this page. */
function emptyTitle(filters: DeliveryFilters, page: Page<Delivery>): string {
  const texts = t().detail;
  if (page.next !== null) return texts.deliveriesEmptyPage;
  const isFiltered = Object.values(filters).some((value) => value !== '');
  return isFiltered ? texts.deliveriesEmptyFiltered : texts.deliveriesEmpty;
}
