import type { DeliveryReason } from './delivery.ts';

/** What becomes of a delivery. */
export type Disposition =
  | { readonly state: 'DELIVERED' }
  | { readonly state: 'FAILED'; readonly reason: DeliveryReason | null }
  | { readonly state: 'SKIPPED' | 'CANCELLED'; readonly reason: DeliveryReason }
  | { readonly state: 'RETRYING'; readonly nextAttemptAtMs: number };

/** What an attempt can make of it. */
export type AttemptDisposition = Extract<
  Disposition,
  { readonly state: 'DELIVERED' | 'FAILED' | 'RETRYING' }
>;

/** How deliveries end that are not sent. */
export type UnattemptedDisposition =
  | { readonly state: 'CANCELLED'; readonly reason: 'cancelled' }
  | { readonly state: 'FAILED'; readonly reason: 'expired' };
