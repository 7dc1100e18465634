import type { ResendControl } from '@webhooks/domain';

/** The counters of a resend; failed holds the skipped and the cancelled ones too. */
export interface ProgressRow {
  readonly total: number;
  readonly delivered: number;
  readonly failed: number;
  readonly skipped: number;
  readonly cancelled: number;
  readonly control: ResendControl;
}

/** For people: what did not succeed; null when all did, even if a cancellation came too late. */
export function failureDetail(row: ProgressRow): string | null {
  const { total, failed, skipped, cancelled } = row;
  if (failed === 0) return null;
  const kinds = [
    [failed - skipped - cancelled, 'failed'],
    [skipped, 'skipped'],
    [cancelled, 'cancelled'],
  ] as const;
  const parts = kinds.filter(([count]) => count > 0).map(([count, kind]) => `${count} ${kind}`);
  const deliveries = counted(total, 'delivery', 'deliveries');
  const failure = `${failed} of ${deliveries} did not succeed: ${parts.join(', ')}`;
  return row.control === 'CANCELLING' && cancelled > 0 ? `Cancelled. ${failure}` : failure;
}

/** For people: why a resend without deliveries failed; null when nothing was to be delivered. */
export function emptyDetail(unmatchedEvents: number, control: ResendControl): string | null {
  if (unmatchedEvents > 0) {
    return `${counted(unmatchedEvents, 'event', 'events')} matched, but no endpoint did`;
  }
  return control === 'CANCELLING' ? 'Cancelled before anything was delivered' : null;
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}
