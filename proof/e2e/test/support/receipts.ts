import type { HttpReceiver } from '@webhooks/testing';

/** How often each event came with a resend, by its id, in the order of their first coming. */
export function receipts(receiver: HttpReceiver, resendId: number): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { headers } of receiver.requests) {
    if (headers['webhook-resend-id'] !== `${resendId}`) continue;
    const eventId = String(headers['webhook-id']);
    counts.set(eventId, (counts.get(eventId) ?? 0) + 1);
  }
  return counts;
}

/** How many requests came with each resend, by its id. */
export function receiptsByResend(receiver: HttpReceiver): Map<number, number> {
  const counts = new Map<number, number>();
  for (const { headers } of receiver.requests) {
    const id = Number(headers['webhook-resend-id']);
    counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return counts;
}

/** How many more came than there are events. */
export function doubles(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((sum, count) => sum + count - 1, 0);
}
