import type { JSX } from 'preact';

import { listDeliveries } from '../api/api.ts';
import type { Delivery, Page, ResendDetail } from '../api/types.ts';
import { usePolled } from '../api/use-polled.ts';
import { t } from '../i18n/locale.ts';
import { replaceAddress } from '../navigation/navigation.ts';
import { hrefs } from '../navigation/route.ts';
import { cursorOf } from '../ui/cursor.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { ExportButton } from '../ui/export-button.tsx';
import { Loading } from '../ui/loading.tsx';
import { Pager } from '../ui/pager.tsx';
import { DeliveryFilterFields, type DeliveryFilters, filtersOf } from './delivery-filters.tsx';
import { DeliveryTable } from './delivery-table.tsx';

const LOOK_MS = 2_000;
const PAGE_SIZE = '25';

/** The deliveries of a resend, page by page; which ones stands in the address. */
export function Deliveries(props: {
  readonly resend: ResendDetail;
  readonly query: URLSearchParams;
}): JSX.Element {
  const texts = t().detail;
  const { resend } = props;
  const { id, finished_at: finishedAt } = resend;
  const filters = filtersOf(props.query);
  const given = Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== ''));
  const cursor = cursorOf(`?${props.query.toString()}`);
  const query = new URLSearchParams({ limit: PAGE_SIZE, ...given, ...cursor });
  const { data, asOfMs, error, isLoading, reload } = usePolled(
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
            onChange={(chosen) => replaceAddress(hrefs.resend(id, { ...chosen }))}
          />
        )}
      </div>
      {resend.deliveries_pruned && <EmptyState icon="inbox" title={texts.pruned} />}
      {error !== null && !resend.deliveries_pruned && (
        <ErrorNotice error={error} asOfMs={asOfMs} onRetry={reload} />
      )}
      {isLoading && <Loading />}
      {data !== undefined && data.results.length > 0 && (
        <DeliveryTable resendId={id} deliveries={data.results} />
      )}
      {data?.results.length === 0 && !resend.deliveries_pruned && (
        <EmptyState icon="inbox" title={emptyTitle(filters, data)} />
      )}
      {data !== undefined && data.results.length > 0 && (
        <div class="bar bar-end">
          {(['ndjson', 'csv'] as const).map((form) => (
            <ExportButton
              key={form}
              form={form}
              path={`resend/${id}/deliveries?${new URLSearchParams(given).toString()}`}
              fileName={`resend-${id}-deliveries`}
            />
          ))}
        </div>
      )}
      {data !== undefined && (
        <Pager
          previous={data.previous}
          next={data.next}
          onMove={(link) => replaceAddress(hrefs.resend(id, { ...given, ...cursorOf(link) }))}
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
