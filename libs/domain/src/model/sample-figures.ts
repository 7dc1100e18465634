/** WAITING: not chosen yet. PASSED: all of it was answered with 2xx. FAILED: some of it was not. */
export type SampleState = 'WAITING' | 'SENDING' | 'PASSED' | 'FAILED';

/** Deliveries of a resend that are alike. */
export interface DeliveryKind {
  readonly eventType: string;
  readonly endpointId: string;
  /** How the last attempt failed that was known before: a status, a class or "failed"; null: it did not. */
  readonly lastFailure: string | null;
  /** So many of the resend are of this kind. */
  readonly deliveries: number;
}

/** What the sample says of a kind. */
export interface TriedKind extends DeliveryKind {
  readonly sent: number;
  /** Of those that were sent: answered with 2xx. */
  readonly delivered: number;
  /** Of those that were sent and not delivered, the ones that failed alike. */
  readonly failures: readonly SampleFailure[];
}

/** As in an attempt; httpStatus is null where no response came. */
export interface SampleFailure {
  readonly errorClass: string;
  readonly httpStatus: number | null;
  readonly count: number;
}

/** What went first of a resend, and what came of it before the others were let go. */
export interface SampleFigures {
  readonly state: SampleState;
  /** Deliveries that were chosen. */
  readonly size: number;
  readonly sent: number;
  readonly delivered: number;
  /** Kinds of which at least one was sent. */
  readonly tried: readonly TriedKind[];
  /** The others, chosen ones before those that the sample had no room for. */
  readonly notTried: readonly DeliveryKind[];
  /** How many there are; not all of them may be named. */
  readonly kindsNotTried: number;
}

/** Kinds that a sample has no delivery of: the largest, and how many there are. */
export interface LeftOutKinds {
  readonly kinds: readonly DeliveryKind[];
  readonly count: number;
}
