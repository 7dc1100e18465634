import type { JSX } from 'preact';

import { listResends } from '../api/api.ts';
import type { Page as ListPage, ResendLog } from '../api/types.ts';
import { usePolled } from '../api/use-polled.ts';
import { t } from '../i18n/locale.ts';
import { navigate } from '../navigation/navigation.ts';
import { hrefs } from '../navigation/route.ts';
import { ButtonLink } from '../ui/button.tsx';
import { cursorOf } from '../ui/cursor.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { Loading } from '../ui/loading.tsx';
import { Page } from '../ui/page.tsx';
import { Pager } from '../ui/pager.tsx';
import { filterNames, ResendFilters } from './resend-filters.tsx';
import { ResendTable } from './resend-table.tsx';

const RUNNING_MS = 1_500;
const QUIET_MS = 10_000;

/** The list of resends: as the address says, and as it is now. */
export function ResendsPage({ query }: { readonly query: URLSearchParams }): JSX.Element {
  const { resends: texts, app } = t();
  const key = query.toString();
  const { data, asOfMs, error, isLoading, reload } = usePolled(
    `resends?${key}`,
    (signal) => listResends(query, signal),
    nextLookMs,
  );
  const filters = Object.fromEntries([...query].filter(([name]) => filterNames.has(name)));
  const move = (link: string): void => navigate(hrefs.resends({ ...filters, ...cursorOf(link) }));
  return (
    <Page
      title={texts.title}
      lead={texts.lead}
      badge={data !== undefined && error === null && <span class="live">{app.live}</span>}
    >
      <ResendFilters filters={filters} />
      {error !== null && <ErrorNotice error={error} asOfMs={asOfMs} onRetry={reload} />}
      {isLoading && <Loading />}
      {data !== undefined && data.results.length > 0 && <ResendTable resends={data.results} />}
      {data?.results.length === 0 && (
        <NothingHere
          isFiltered={Object.keys(filters).length > 0}
          isFirst={query.size === 0}
          goesOn={data.next !== null}
        />
      )}
      {data !== undefined && (
        <Pager previous={data.previous} next={data.next} isNewestFirst onMove={move} />
      )}
    </Page>
  );
}

function NothingHere(props: {
  readonly isFiltered: boolean;
  readonly isFirst: boolean;
  readonly goesOn: boolean;
}): JSX.Element {
  const { resends: texts, app } = t();
  if (props.isFirst) {
    return (
      <EmptyState icon="inbox" title={texts.empty}>
        <p>{texts.emptyLead}</p>
        <ButtonLink href={hrefs.newResend()} kind="primary" icon="plus">
          {app.newResend}
        </ButtonLink>
      </EmptyState>
    );
  }
  const none = props.isFiltered ? texts.emptyFiltered : texts.noneOlder;
  return (
    <EmptyState icon="inbox" title={props.goesOn ? texts.emptyPage : none}>
      <ButtonLink href={hrefs.resends()}>
        {props.isFiltered ? texts.clear : app.toResends}
      </ButtonLink>
    </EmptyState>
  );
}

/** Often while something on the page moves, seldom when nothing does. */
function nextLookMs({ results }: ListPage<ResendLog>): number {
  return results.some((resend) => resend.finished_at === null) ? RUNNING_MS : QUIET_MS;
}
