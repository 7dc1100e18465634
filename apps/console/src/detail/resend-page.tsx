import type { JSX } from 'preact';

import type { ResendDetail } from '../api/types.ts';
import { useWatchedResend } from '../api/use-watched-resend.ts';
import { t } from '../i18n/locale.ts';
import { hrefs } from '../navigation/route.ts';
import { accountName, coveredName, coveredRange } from '../resends/covered.ts';
import { shownStatus } from '../resends/resend-status.ts';
import { StatusPill } from '../resends/status-pill.tsx';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { Loading } from '../ui/loading.tsx';
import { Page } from '../ui/page.tsx';
import { Deliveries } from './deliveries.tsx';
import { EndpointsProgress } from './endpoint-progress.tsx';
import { Facts } from './facts.tsx';
import { Rate, type RateProps } from './rate.tsx';
import { ResendActions } from './resend-actions.tsx';
import { ResendProgress } from './resend-progress.tsx';
import { Statistics, useStatistics } from './statistics.tsx';
import { VerdictLine } from './verdict-line.tsx';
import { Sample } from './sample.tsx';

/** One resend: how it goes, why it fails where it does, and what can be done about it. */
export function ResendPage(props: {
  readonly id: number;
  /** Of the deliveries that are shown. */
  readonly query: URLSearchParams;
}): JSX.Element {
  const { id, query } = props;
  const { resend, asOfMs, error, isLive, take } = useWatchedResend(id);
  const { detail: texts, app } = t();
  return (
    <Page
      title={texts.title(String(id))}
      lead={resend === null ? undefined : <Covered resend={resend} />}
      back={{ href: hrefs.resends(), text: texts.back }}
      badge={
        resend !== null && (
          <>
            <StatusPill status={shownStatus(resend)} />
            {isLive && <span class="live">{app.live}</span>}
          </>
        )
      }
      actions={resend !== null && <ResendActions resend={resend} onChange={take} />}
    >
      {error !== null && <ErrorNotice error={error} asOfMs={asOfMs} />}
      {resend === null && error === null && <Loading />}
      {resend !== null && <Content resend={resend} query={query} onChange={take} />}
    </Page>
  );
}

function Content(props: RateProps & { readonly query: URLSearchParams }): JSX.Element {
  const { resend, query, onChange } = props;
  const statistics = useStatistics(resend);
  return (
    <>
      <section class="card">
        <VerdictLine resend={resend} failures={statistics.data?.failures ?? []} />
        <ResendProgress resend={resend} />
        <Facts resend={resend} />
        {resend.sample !== null && <Sample sample={resend.sample} />}
        {resend.finished_at === null && <Rate resend={resend} onChange={onChange} />}
      </section>
      <EndpointsProgress resend={resend} />
      <Deliveries resend={resend} query={query} />
      <Statistics resend={resend} polled={statistics} />
    </>
  );
}

function Covered({ resend }: { readonly resend: ResendDetail }): JSX.Element {
  const range = coveredRange(resend);
  const parts = [
    coveredName(resend),
    t().names.types[resend.resend_type],
    ...(isOfAccount(resend) ? [] : [accountName(resend)]),
    ...(range === null ? [] : [range]),
  ];
  return <>{parts.join(' · ')}</>;
}

/** Its name is that of the account already. */
function isOfAccount({ object_reference_id: objectId, listed }: ResendDetail): boolean {
  return objectId === null && listed === null;
}
