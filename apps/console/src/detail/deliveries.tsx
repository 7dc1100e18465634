import type { JSX } from 'preact';
import { useState } from 'preact/hooks';

import { listDeliveries } from '../api/api.ts';
import type { Delivery, FollowedResend, Page, ResendDetail } from '../api/types.ts';
import { usePolled } from '../api/use-polled.ts';
import { useRemoved } from '../accounts/use-removed.ts';
import { MAX_SELECTED } from '../payload/limits.ts';
import { formatCount } from '../i18n/format.ts';
import { t } from '../i18n/locale.ts';
import { replaceAddress } from '../navigation/navigation.ts';
import { hrefs } from '../navigation/route.ts';
import { announceProblem } from '../ui/announcement.tsx';
import { cursorOf } from '../ui/cursor.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { ExportButton } from '../ui/export-button.tsx';
import { Loading } from '../ui/loading.tsx';
import { Pager } from '../ui/pager.tsx';
import { DeliveryFilterFields, type DeliveryFilters, filtersOf } from './delivery-filters.tsx';
import {
  type ChosenDeliveries,
  DeliverySelection,
  withChosenDeliveries,
} from './delivery-selection.tsx';
import { DeliveryTable } from './delivery-table.tsx';
import { heldUpOf } from './held-up.ts';

const LOOK_MS = 2_000;
const PAGE_SIZE = '25';

/** The deliveries of a resend, page by page; which ones stands in the address. */
export function Deliveries(props: {
  readonly resend: ResendDetail & Partial<FollowedResend>;
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
  const [chosen, setChosen] = useState<ChosenDeliveries>(new Map());
  const removed = useRemoved((data?.results ?? []).map((one) => one.endpoint_id));
  const choose = (deliveries: readonly Delivery[], isChosen: boolean): void => {
    const next = withChosenDeliveries(chosen, deliveries, isChosen);
    if (next === null) announceProblem(t().events.tooMany(formatCount(MAX_SELECTED)));
    else setChosen(next);
  };
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
        <DeliveryTable
          resendId={id}
          deliveries={data.results}
          chosen={chosen}
          removed={removed}
          heldUp={heldUpOf(resend)}
          onChoose={choose}
        />
      )}
      {data?.results.length === 0 && !resend.deliveries_pruned && (
        <EmptyState icon="inbox" title={emptyTitle(filters, data)} />
      )}
      <DeliverySelection resend={resend} chosen={chosen} onClear={() => setChosen(new Map())} />
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
