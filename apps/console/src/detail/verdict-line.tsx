import type { EndpointProgress } from '@webhooks/client';
import type { JSX } from 'preact';

import type { ResendStatistics } from '../api/endpoint-types.ts';
import type { FollowedResend, ResendDetail } from '../api/types.ts';
import { formatCount, formatDateTime, formatRelative } from '../i18n/format.ts';
import { t } from '../i18n/locale.ts';
import { hrefs } from '../navigation/route.ts';
import { Icon } from '../ui/icons.tsx';
import { now } from '../ui/now.ts';
import { notDeliveredText, sampleFailedText } from './not-delivered-text.ts';
import { type Verdict, verdictOf } from './verdict.ts';

const icons = { good: 'check', bad: 'alert', warn: 'alert', busy: 'resend' } as const;

/** Whether it is well, and if not, why, and what to do about it. */
export function VerdictLine(props: {
  readonly resend: ResendDetail & Partial<FollowedResend>;
  readonly failures: ResendStatistics['failures'];
}): JSX.Element {
  const { resend, failures } = props;
  const verdict = verdictOf(resend, now.value);
  const cause = causeText(failures);
  const isCaused = verdict.situation === 'failed' || verdict.situation === 'endpointFailing';
  return (
    <div class={`notice notice-${verdict.tone} verdict`}>
      <Icon name={icons[verdict.tone]} />
      <p>
        {verdictText(verdict, resend)} {isCaused && cause !== null && t().verdict.mostOften(cause)}
      </p>
      <Way verdict={verdict} resend={resend} />
    </div>
  );
}

function verdictText({ situation, endpoint }: Verdict, resend: ResendDetail): string {
  const { verdict: texts } = t();
  const waiting = formatCount(resend.pending);
  switch (situation) {
    case 'failed':
      return notDeliveredText(resend);
    case 'delivered':
      return texts.delivered(formatCount(resend.total));
    case 'running':
      return texts.running(formatCount(resend.delivered), formatCount(resend.total));
    case 'later':
      return texts.later(formatDateTime(resend.not_before ?? resend.created_at));
    case 'paused':
      return [sampleFailedText(resend) ?? [], texts.paused(waiting)].flat().join(' ');
    case 'sampling':
      return texts.sampling(formatCount(resend.first ?? 0));
    case 'endpointFailing':
      return endpoint === null ? '' : failingText(endpoint);
    case 'endpointUnproven':
      return endpoint === null ? '' : unprovenText(endpoint);
    case 'counting':
    case 'nothing':
    case 'cancelling':
    case 'notStarted':
      return texts[situation];
  }
}

function failingText(endpoint: EndpointProgress): string {
  const { verdict: texts, endpointProgress } = t();
  const { endpoint_id: id, pending, next_test_at: testAt } = endpoint;
  const text = texts.endpointFailing(id, formatCount(pending));
  if (testAt === null) return text;
  // A past test comes any moment.
  const atMs = Math.max(Date.parse(testAt), now.value);
  return `${text} ${endpointProgress.nextTest(formatRelative(atMs, now.value))}`;
}

function unprovenText({ endpoint_id: id, pending }: EndpointProgress): string {
  return t().verdict.endpointUnproven(id, formatCount(pending));
}

/** What is to be done. */
function Way(props: {
  readonly verdict: Verdict;
  readonly resend: ResendDetail;
}): JSX.Element | null {
  const { verdict: texts } = t();
  const { verdict, resend } = props;
  if (verdict.endpoint !== null) {
    return <a href={hrefs.endpoint(verdict.endpoint.endpoint_id)}>{texts.openEndpoint}</a>;
  }
  if (verdict.situation !== 'failed' || resend.failed === 0) return null;
  return <a href={hrefs.resend(resend.id, { state: 'FAILED' })}>{texts.showFailed}</a>;
}

/** What attempts fail by most often, in a word. */
function causeText(failures: ResendStatistics['failures']): string | null {
  const [most] = [...failures].sort((one, other) => other.count - one.count);
  if (most === undefined) return null;
  const { error_class: errorClass, http_status: status } = most;
  if (status !== null) return t().detail.status(String(status));
  return errorClass === null ? null : t().names.errorClasses[errorClass].name;
}
