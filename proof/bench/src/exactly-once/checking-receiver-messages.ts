import type { EndpointPlan, ExpectedResend } from './delivery-checker.ts';

/** What the checking process is asked; it answers each with one message. */
export type CheckingRequest =
  /** Begins anew. */
  | { readonly kind: 'plan'; readonly plans: readonly EndpointPlan[] }
  /** From now on these events of each object are answered 500; null: none. */
  | { readonly kind: 'refuse'; readonly ordinal: number | null }
  | { readonly kind: 'count' }
  | { readonly kind: 'verdict'; readonly resends: readonly ExpectedResend[] };
