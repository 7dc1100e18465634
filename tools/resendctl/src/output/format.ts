import type { ResendLog } from '@webhooks/client';

/** Whole numbers with their thousands apart. */
export function formatCount(count: number): string {
  return count.toLocaleString('en-US');
}

/** A moment of the API, which is UTC, down to the second: "2026-05-12 10:30:00". */
export function formatTime(iso: string | null): string | null {
  return iso === null ? null : iso.slice(0, 19).replace('T', ' ');
}

/** "1 delivery", "2 deliveries". */
export function counted(count: number, one: string, many: string): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

/** Seconds as "0:07", "12:30" or "1:02:03". */
export function formatSeconds(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const [hours, minutes, rest] = [
    Math.floor(whole / 3_600),
    Math.floor(whole / 60) % 60,
    whole % 60,
  ];
  const end = `${minutes}:${String(rest).padStart(2, '0')}`;
  return hours === 0 ? end : `${hours}:${end.padStart(5, '0')}`;
}

/** What of the failed ones was not sent or cancelled: " (16 failed, 918 not sent)"; empty when nothing was. */
export function partsOf({
  failed,
  skipped = 0,
  cancelled = 0,
}: Pick<ResendLog, 'failed'> & Partial<ResendLog>): string {
  const parts: [number, string][] = [
    [failed - skipped - cancelled, 'failed'],
    [skipped, 'not sent'],
    [cancelled, 'cancelled'],
  ];
  if (skipped + cancelled === 0) return '';
  const some = parts.filter(([count]) => count > 0);
  return ` (${some.map(([count, name]) => `${formatCount(count)} ${name}`).join(', ')})`;
}

/** What receivers said of what was delivered; null when they said nothing. */
export function receiptsOf(
  resend: Pick<
    ResendLog,
    'delivered' | 'delivered_new' | 'delivered_known_before' | 'delivered_not_said'
  >,
): string | null {
  const { delivered, delivered_new, delivered_known_before, delivered_not_said } = resend;
  // A server of before these counts leaves them out, and their sum is no number.
  if (!(delivered_new + delivered_known_before > 0)) return null;
  const unsaid = delivered_not_said > 0 ? `, ${formatCount(delivered_not_said)} not said` : '';
  return (
    `Of ${formatCount(delivered)} delivered, ${formatCount(delivered_new)} were really missing, ` +
    `${formatCount(delivered_known_before)} known before${unsaid}`
  );
}
