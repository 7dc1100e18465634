/** A resend that was answered, and what it has to deliver. */
export interface Answered {
  readonly id: number;
  /** `endpoint/event` of each delivery. */
  readonly expected: ReadonlySet<string>;
}

/** A request at the receiver. */
export interface Arrival {
  readonly resendId: number;
  readonly endpoint: string;
  readonly event: string;
  readonly attempt: number;
  /** Which life of the dispatcher sent it; counts from 0. */
  readonly life: number;
  /** What it was answered with. */
  readonly status: number;
  readonly object: number;
  readonly ordinal: number;
  /** What is wrong with the request by itself; null when nothing is. */
  readonly defect: string | null;
}

/** A resend as the database and the API have it. */
export interface ResendState {
  readonly id: number;
  readonly status: string;
  readonly total: number | null;
  readonly delivered: number;
  readonly failed: number;
  /** Rows that were written with it. */
  readonly endpoints: number;
  readonly acts: number;
  readonly keys: number;
  /** 1: its job is still in the outbox. */
  readonly jobs: number;
}

/** The counts that the API tells. */
export interface ResendCounts {
  readonly id: number;
  readonly status: string;
  readonly total: number;
  readonly delivered: number;
  readonly failed: number;
  readonly pending: number;
}

export interface DeliveryState {
  readonly resendId: number;
  readonly position: number;
  readonly endpoint: string;
  readonly event: string;
  readonly state: string;
  readonly attempts: number;
}

export interface AttemptState {
  readonly resendId: number;
  readonly position: number;
  readonly number: number;
  readonly status: number | null;
}

/** Everything that is known when all is settled. */
export interface Evidence {
  readonly answered: readonly Answered[];
  readonly logs: readonly ResendCounts[];
  readonly resends: readonly ResendState[];
  readonly deliveries: readonly DeliveryState[];
  readonly attempts: readonly AttemptState[];
  /** In the order in which they came. */
  readonly arrivals: readonly Arrival[];
  /** Attempts that a delivery may have. */
  readonly maxAttempts: number;
  /** What one life of the dispatcher may have in flight. */
  readonly maxInFlight: number;
  /** What SQLite finds wrong: "ok" when nothing is. */
  readonly integrity: string;
}
