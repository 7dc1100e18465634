import type { EventLog } from '@webhooks/client';
import type { JSX } from 'preact';

import { listEvents } from '../api/events-api.ts';
import type { Page as ListPage } from '../api/types.ts';
import { usePolled } from '../api/use-polled.ts';
import { t } from '../i18n/locale.ts';
import { navigate } from '../navigation/navigation.ts';
import { hrefs } from '../navigation/route.ts';
import { ButtonLink } from '../ui/button.tsx';
import { cursorOf } from '../ui/cursor.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { ExportButton } from '../ui/export-button.tsx';
import { Loading } from '../ui/loading.tsx';
import { Page } from '../ui/page.tsx';
import { Pager } from '../ui/pager.tsx';
import { knownAccounts, useAccountsOf } from '../accounts/known-accounts.ts';
import { EventFilterForm } from './event-filters.tsx';
import { type EventFilters, filtersOf } from './event-query.ts';
import { EventTable } from './event-table.tsx';
import { SelectionBar } from './selection-bar.tsx';
import { formOfFilters, hasForm } from './to-form.ts';

const PAGE_SIZE = '25';
const LOOK_MS = 10_000;

/** The recorded events: as the address says. */
export function EventsPage({ query }: { readonly query: URLSearchParams }): JSX.Element {
  const { events: texts } = t();
  const filters = filtersOf(query);
  const cursor = cursorOf(`?${query.toString()}`);
  const asked = new URLSearchParams({ limit: PAGE_SIZE, ...filters, ...cursor });
  const isFirst = Object.keys(cursor).length === 0;
  const { data, asOfMs, error, isLoading, reload } = usePolled(
    `events?${asked.toString()}`,
    (signal) => listEvents(asked, signal),
    // What was recorded before a moment does not change.
    () => (isFirst ? LOOK_MS : null),
  );
  useAccountsOf(data?.results);
  return (
    <Page title={texts.title} lead={texts.lead}>
      <EventFilterForm filters={filters} />
      {error !== null && <ErrorNotice error={error} asOfMs={asOfMs} onRetry={reload} />}
      {isLoading && <Loading />}
      {data !== undefined && data.results.length > 0 && <WholeList filters={filters} />}
      <SelectionBar />
      {data !== undefined && data.results.length > 0 && <EventTable events={data.results} />}
      {data?.results.length === 0 && <NothingHere filters={filters} page={data} />}
      {data !== undefined && (
        <Pager
          previous={data.previous}
          next={data.next}
          onMove={(link) => navigate(hrefs.events({ ...filters, ...cursorOf(link) }))}
        />
      )}
    </Page>
  );
}

/** What can be done with all that the filters show, on this page and the others. */
function WholeList({ filters }: { readonly filters: EventFilters }): JSX.Element {
  const { events: texts } = t();
  const account = knownAccounts.value.get(filters.account_mirror_id ?? '') ?? null;
  return (
    <div class="bar">
      {hasForm(filters) ? (
        <ButtonLink href={hrefs.newResend(formOfFilters(filters, account))} icon="resend">
          {texts.resendAll}
        </ButtonLink>
      ) : (
        <p class="hint">{texts.selectInstead}</p>
      )}
      <ExportButton
        path={`events?${new URLSearchParams(filters).toString()}`}
        form="ndjson"
        fileName="events"
      />
    </div>
  );
}

function NothingHere(props: {
  readonly filters: EventFilters;
  readonly page: ListPage<EventLog>;
}): JSX.Element {
  const { events: texts, resends } = t();
  const isFiltered = Object.keys(props.filters).length > 0;
  const title = isFiltered ? texts.emptyFiltered : texts.empty;
  return (
    <EmptyState icon="inbox" title={props.page.next === null ? title : resends.emptyPage}>
      {isFiltered && <ButtonLink href={hrefs.events()}>{resends.clear}</ButtonLink>}
    </EmptyState>
  );
}
