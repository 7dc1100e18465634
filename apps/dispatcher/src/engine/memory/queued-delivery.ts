import type { PlannedDelivery } from '@webhooks/domain';

import type { ResendBuffer } from './resend-buffer.ts';

/**
 * fresh: never attempted, started in the order of the plan. retry: due again, the head of its ordering key.
 * successor: waited for the head of its ordering key.
 */
export type DeliveryKind = 'fresh' | 'retry' | 'successor';

/** A delivery in memory, on its way to an attempt. */
export interface QueuedDelivery {
  readonly delivery: PlannedDelivery;
  readonly buffer: ResendBuffer;
  readonly kind: DeliveryKind;
  /** What its event is ordered by; null when it has no object and needs no order. */
  readonly orderingKey: string | null;
  /** True when it holds the lock of its ordering key already. */
  hasLock: boolean;
  /** True when it decides whether its endpoint's breaker closes. */
  isProbe: boolean;
}

/** Memory that a loaded delivery takes, in bytes, its payload included. */
export function estimatedBytes(delivery: PlannedDelivery): number {
  return delivery.payload.byteLength + 512;
}

/** Wraps a loaded delivery. */
export function queued(
  buffer: ResendBuffer,
  delivery: PlannedDelivery,
  kind: DeliveryKind,
): QueuedDelivery {
  const { objectReferenceId } = delivery;
  const orderingKey =
    objectReferenceId === null ? null : `${delivery.resendType}:${String(objectReferenceId)}`;
  return { delivery, buffer, kind, orderingKey, hasLock: false, isProbe: false };
}
