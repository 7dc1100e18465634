import type { JSX } from 'preact';

import type { ResendDetail } from '../api/types.ts';
import { formatCount, formatShare } from '../i18n/format.ts';
import { t } from '../i18n/locale.ts';
import { failedParts } from '../resends/failed-parts.ts';
import { ProgressBar } from '../ui/progress-bar.tsx';

/** How far it is, in one glance. */
export function ResendProgress({ resend }: { readonly resend: ResendDetail }): JSX.Element {
  const { progress } = t();
  const { total, delivered, failed, pending, finished_at: finishedAt } = resend;
  if (total === 0) {
    return <p class="lead">{finishedAt === null ? progress.counting : progress.nothing}</p>;
  }
  const figures = [
    { tone: 'good', value: delivered, name: progress.delivered },
    ...(failed === 0 ? [{ tone: 'bad', value: 0, name: progress.failed }] : failedParts(resend)),
    { tone: 'calm', value: pending, name: progress.pending },
  ];
  return (
    <div class="big-progress">
      <div class="figures-row">
        {figures.map(({ tone, value, name }) => (
          <p key={name} class={`figure figure-${value === 0 ? 'calm' : tone}`}>
            <b class="number">{formatCount(value)}</b>
            <span>{name}</span>
          </p>
        ))}
        <p class="figure figure-share">
          <b class="number">{formatShare((delivered + failed) / total)}</b>
          <span>{progress.of(formatCount(delivered + failed), formatCount(total))}</span>
        </p>
      </div>
      <ProgressBar counts={resend} />
      <Receipts resend={resend} />
    </div>
  );
}

/** What receivers said of what was delivered, once one of them said anything. */
function Receipts({ resend }: { readonly resend: ResendDetail }): JSX.Element | null {
  const { delivered_new: fresh, delivered_known_before: known } = resend;
  // A server of before these counts leaves them out, and their sum is no number.
  if (!(fresh + known > 0)) return null;
  const unsaid = formatCount(resend.delivered_not_said);
  return (
    <p class="hint">{t().progress.receipts(formatCount(fresh), formatCount(known), unsaid)}</p>
  );
}
