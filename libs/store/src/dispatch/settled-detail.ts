/** The counters of a resend; failed holds the skipped and the cancelled ones too. */
export interface ProgressRow {
  readonly total: number;
  readonly delivered: number;
  readonly failed: number;
  readonly skipped: number;
  readonly cancelled: number;
}

/** For people: what did not succeed; null when all did. */
export function failureDetail({ total, failed, skipped, cancelled }: ProgressRow): string | null {
  if (failed === 0) return null;
  const kinds = [
    [failed - skipped - cancelled, 'failed'],
    [skipped, 'skipped'],
    [cancelled, 'cancelled'],
  ] as const;
  const parts = kinds.filter(([count]) => count > 0).map(([count, kind]) => `${count} ${kind}`);
  return `${failed} of ${counted(total, 'delivery', 'deliveries')} did not succeed: ${parts.join(', ')}`;
}

/** For people: events matched but nobody wants them; null when there are none. */
export function unwantedDetail(events: number): string | null {
  return events === 0 ? null : `${counted(events, 'event', 'events')} matched, but no endpoint did`;
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}
