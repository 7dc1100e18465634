import type { ResendOptions } from './resend-options.ts';
import type { SampleFigures } from './sample-figures.ts';
import type { ListSummary, ResendSelection } from './selection.ts';

/** PENDING → PROCESSING → COMPLETED | FAILED; the last two are final. */
export type ResendStatus = 'PENDING' | 'PROCESSING' | 'COMPLETED' | 'FAILED';

/** What the owner asked of a running resend, beside its status. */
export type ResendControl = 'RUNNING' | 'PAUSED' | 'CANCELLING';

/** What a resend covers: one object, the events of a range, or what an earlier one did not deliver. */
export type ResendKind = 'one' | 'range' | 'list' | 'retry';

/** Outcomes at the receivers. total = delivered + failed + pending always holds. */
export interface ResendCounts {
  readonly total: number;
  readonly delivered: number;
  /** Settled without success: failed, expired, cancelled, skipped. */
  readonly failed: number;
  readonly pending: number;
}

/** What receivers said of delivered events by webhook-duplicate; adds up to delivered. */
export interface ReceiptCounts {
  /** They did not know the event: it was really missing. */
  readonly fresh: number;
  readonly knownBefore: number;
  readonly notSaid: number;
}

/** One accepted request and its progress; the "resend log" of the v3 contract. */
export interface Resend extends ResendCounts {
  /** Of failed: not sent. */
  readonly skipped: number;
  /** Of failed: it was cancelled before they were settled. */
  readonly cancelled: number;
  readonly id: number;
  /** Who asked for it; null: nobody, the service made it when an endpoint had recovered. */
  readonly userId: number | null;
  readonly accountId: number;
  readonly selection: ResendSelection;
  readonly options: ResendOptions;
  /** What its selection named one by one; null when it did not. */
  readonly listed: ListSummary | null;
  readonly status: ResendStatus;
  readonly control: ResendControl;
  readonly receipts: ReceiptCounts;
  /** What went first; null where all goes at once, and in lists. */
  readonly sample: SampleFigures | null;
  /** For people: why it is FAILED; null otherwise. */
  readonly detail: string | null;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
  readonly finishedAtMs: number | null;
  /** The settled resend whose failures it delivers again; null for any other. */
  readonly retryOfId: number | null;
  /** True when its deliveries are no longer kept; its counts stay. */
  readonly deliveriesPruned: boolean;
}

/** Object mode: one object's events. Bulk mode: an account's events, in a range or listed. */
export type ResendMode = 'interactive' | 'bulk';

/** Object mode is interactive: a person waits for it, so it never queues behind bulk. */
export function modeOf(selection: Pick<ResendSelection, 'objectReferenceId'>): ResendMode {
  return selection.objectReferenceId === null ? 'bulk' : 'interactive';
}
