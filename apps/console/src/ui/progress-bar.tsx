import type { JSX } from 'preact';

import { formatCount } from '../i18n/format.ts';
import { t } from '../i18n/locale.ts';

export interface Counts {
  readonly total: number;
  readonly delivered: number;
  readonly failed: number;
  readonly pending: number;
}

/** How far something is: delivered, failed, and what is to go. */
export function ProgressBar({ counts }: { readonly counts: Counts }): JSX.Element {
  const { total, delivered, failed, pending } = counts;
  const [inAll, arrived, lost, left] = [total, delivered, failed, pending].map(formatCount);
  const { label, summary } = t().progress;
  return (
    <div
      class="progress"
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={Math.max(total, 1)}
      aria-valuenow={delivered + failed}
      aria-valuetext={summary(arrived ?? '', lost ?? '', left ?? '', inAll ?? '')}
    >
      <span class="progress-good" style={{ width: widthOf(delivered, total) }} />
      <span class="progress-bad" style={{ width: widthOf(failed, total) }} />
    </div>
  );
}

/** What is not nothing is seen. */
function widthOf(part: number, total: number): string {
  return part === 0 || total === 0 ? '0' : `max(3px, ${(part / total) * 100}%)`;
}
