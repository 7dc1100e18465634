import type { AttemptLog } from './delivery-log.ts';

/** An event that an endpoint is tried with, and what came of it. */
export interface TestEvent {
  /** `webhook-id` is `test_` with this number. */
  readonly id: number;
  readonly endpoint_id: string;
  /** DELIVERED: answered with 2xx. SKIPPED: nothing was sent, see reason. */
  readonly state: 'PENDING' | 'DELIVERED' | 'FAILED' | 'SKIPPED';
  /** "endpoint_disabled", "endpoint_gone", "endpoint_deleted", "expired" or "not_sent". */
  readonly reason: string | null;
  readonly created_at: string;
  /** Null while it is PENDING. */
  readonly settled_at: string | null;
  /** Null while it is PENDING, and when nothing was sent. */
  readonly attempt: Omit<AttemptLog, 'number'> | null;
  /** Whether it demands our client certificate; null: it is shown none. */
  readonly mtls: 'verified' | 'not_demanded' | 'undecided' | null;
  /** Whether a 2xx had the challenge, which proves the URL. */
  readonly challenge_answered: boolean | null;
}
