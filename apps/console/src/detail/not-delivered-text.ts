import type { ResendDetail } from '../api/types.ts';
import { formatCount } from '../i18n/format.ts';
import { t } from '../i18n/locale.ts';

type Counts = Pick<ResendDetail, 'total' | 'failed' | 'skipped' | 'cancelled'>;

/** What of a finished resend did not succeed, by the parts that failed. */
export function notDeliveredText({ total, failed, skipped, cancelled }: Counts): string {
  const { details } = t().detail;
  if (failed === 0) return details.nothingSent;
  const parts = [
    ['failed', failed - skipped - cancelled],
    ['skipped', skipped],
    ['cancelled', cancelled],
  ] as const;
  const said = parts.flatMap(([part, count]) =>
    count > 0 ? [details[part](formatCount(count))] : [],
  );
  const text = details.notSucceeded(formatCount(failed), formatCount(total), said.join(', '));
  return cancelled > 0 ? `${details.cancelledPrefix} ${text}` : text;
}

/** What the first deliveries of a resend came to that paused it; null where they did not. */
export function sampleFailedText({ sample }: Pick<ResendDetail, 'sample'>): string | null {
  if (sample?.state !== 'FAILED') return null;
  const counts = sample.tried.flatMap(({ failures }) => failures.map(({ count }) => count));
  const failed = counts.reduce((sum, count) => sum + count, 0);
  return t().detail.details.sampleFailed(formatCount(failed), formatCount(sample.size));
}
