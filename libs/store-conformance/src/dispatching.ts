import type {
  AttemptOutcome,
  Disposition,
  Fence,
  PageLimit,
  PlannedDelivery,
  AttemptRecord,
} from '@webhooks/domain';

import { nowMs } from './fixtures.ts';
import type { Stores } from './stores.ts';

/** More than any plan here has; one that does not end would keep every timeout from being seen. */
const MAX_PAGES = 10_000;

export const wideLimit: PageLimit = { rows: 1_000, bytes: 1_000_000 };

const success: AttemptOutcome = {
  startedAtMs: nowMs,
  durationMs: 12,
  httpStatus: 204,
  errorClass: null,
  errorMessage: null,
  responseSnippet: null,
  retryAfterMs: null,
};

const failure: AttemptOutcome = {
  ...success,
  httpStatus: 500,
  errorClass: 'http_status',
  errorMessage: 'answered 500',
  responseSnippet: Uint8Array.of(0, 255, 10),
};

/** Starts a resend and counts its set. */
export async function begin(stores: Stores, fence: Fence, id: number): Promise<number> {
  await stores.dispatch.begin(fence, id, nowMs);
  const { total, byEndpoint } = await countByEndpoint(stores, id);
  await stores.dispatch.setTotal(fence, id, total, nowMs, byEndpoint);
  return total;
}

/** Counts a set to its end. */
export async function countAll(stores: Stores, id: number): Promise<number> {
  return (await countByEndpoint(stores, id)).total;
}

/** The same, with what of it is for which endpoint. */
async function countByEndpoint(stores: Stores, id: number) {
  const byEndpoint = new Map<string, number>();
  let total = 0;
  let cursor: string | null = null;
  do {
    const step = await stores.dispatch.countStep(id, cursor);
    total += step.count;
    for (const [endpointId, count] of step.byEndpoint) {
      byEndpoint.set(endpointId, count + (byEndpoint.get(endpointId) ?? 0));
    }
    cursor = step.cursor;
  } while (cursor !== null);
  return { total, byEndpoint };
}

/** Plans a set to its end with one limit after the other, the last one again and again. */
export async function planAll(
  stores: Stores,
  fence: Fence,
  id: number,
  limits: readonly PageLimit[] = [wideLimit],
): Promise<PlannedDelivery[]> {
  const planned: PlannedDelivery[] = [];
  const before = (await stores.dispatch.loadResend(id))?.planned ?? 0;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const limit = limits[Math.min(page, limits.length - 1)] ?? wideLimit;
    const step = { resendId: id, planned: before + planned.length, limit };
    const { deliveries, done } = await stores.dispatch.planPage(fence, step, nowMs);
    planned.push(...deliveries);
    if (done) return planned;
  }
  throw new Error(`The plan of resend ${id} does not end`);
}

/** Begins, counts and plans. */
export async function start(stores: Stores, fence: Fence, id: number): Promise<PlannedDelivery[]> {
  await begin(stores, fence, id);
  return planAll(stores, fence, id);
}

/** What a recording says of its delivery. */
type Recorded = Pick<
  PlannedDelivery,
  'resendId' | 'position' | 'endpointId' | 'eventType' | 'attempts'
>;

/** The delivery when so many attempts of it are recorded. */
export function after(attempts: number, delivery: PlannedDelivery): PlannedDelivery {
  return { ...delivery, attempts };
}

export function delivered(delivery: Recorded): AttemptRecord {
  return attemptRecord(delivery, [success], { state: 'DELIVERED' });
}

export function failed(delivery: Recorded): AttemptRecord {
  return attemptRecord(delivery, [failure], { state: 'FAILED', reason: null });
}

export function retrying(delivery: Recorded, nextAttemptAtMs: number): AttemptRecord {
  return attemptRecord(delivery, [failure], { state: 'RETRYING', nextAttemptAtMs });
}

/** Settled without an attempt. */
export function unattempted(
  delivery: Recorded,
  disposition: Exclude<Disposition, { state: 'DELIVERED' }>,
): AttemptRecord {
  return attemptRecord(delivery, [], disposition);
}

function attemptRecord(
  { resendId, position, endpointId, eventType, attempts: attemptsBefore }: Recorded,
  attempts: readonly AttemptOutcome[],
  disposition: Disposition,
): AttemptRecord {
  return { resendId, position, endpointId, eventType, attemptsBefore, attempts, disposition };
}

/** Delivers everything that a resend covers. */
export async function deliverAll(stores: Stores, fence: Fence, id: number): Promise<void> {
  const deliveries = await start(stores, fence, id);
  await stores.dispatch.record(fence, deliveries.map(delivered), nowMs);
}
