import type { PlannedDelivery } from '@webhooks/domain';

import type { DeliveryQueue } from './resend-buffer.ts';

/**
 * fresh: never attempted, taken in the order of the plan. retry: due again, the head of its object.
 * follower: waited for the head of its object.
 */
export type DeliveryKind = 'fresh' | 'retry' | 'follower';

/** A delivery in memory, on its way to an attempt. */
export interface QueuedDelivery {
  readonly delivery: PlannedDelivery;
  readonly queue: DeliveryQueue;
  readonly kind: DeliveryKind;
  /** Names its object; null when the event has none and needs no order. */
  readonly objectKey: string | null;
  /** True when it holds the lock of its object already. */
  hasLock: boolean;
  /** True when it decides whether its endpoint's breaker closes. */
  isProbe: boolean;
}

/** Memory that a loaded delivery takes, in bytes, its payload included. */
export function footprint(delivery: PlannedDelivery): number {
  return delivery.payload.byteLength + 512;
}

/** Wraps a loaded delivery. */
export function queued(
  queue: DeliveryQueue,
  delivery: PlannedDelivery,
  kind: DeliveryKind,
): QueuedDelivery {
  const { objectReferenceId } = delivery;
  const objectKey =
    objectReferenceId === null ? null : `${delivery.resendType}:${String(objectReferenceId)}`;
  return { delivery, queue, kind, objectKey, hasLock: false, isProbe: false };
}
