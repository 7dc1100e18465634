import type { ResendMode } from '../model/resend.ts';

/** What is accepted of one mode and not done; paused resends are not waited for and do not count as old. */
export interface ModeBacklog {
  /** Unsettled resends. */
  readonly unsettled: number;
  /** Their deliveries that have no outcome yet, as far as their sets are counted. */
  readonly waitingDeliveries: number;
  /** When the oldest of them was accepted; null when there is none. */
  readonly oldestUnsettledAtMs: number | null;
  /** When the oldest was accepted that nobody has begun; null when there is none. */
  readonly oldestUnstartedAtMs: number | null;
}

/** Notifications that are not settled. */
export interface NotificationBacklog {
  readonly unsettled: number;
  /** When the resend of the oldest was settled; null when there is none. */
  readonly oldestAtMs: number | null;
}

/** What waits, as far as a bounded look shows. */
export interface Backlog {
  readonly modes: Readonly<Record<ResendMode, ModeBacklog>>;
  /** Jobs in the outbox: not at the broker yet, and there but not known to be begun. */
  readonly jobs: { readonly unpublished: number; readonly published: number };
  readonly notifications: NotificationBacklog;
}

/** Says what waits, for operators. */
export interface BacklogStore {
  /** Looks at no more than limit rows of each kind, the oldest first; numbers end there. */
  read(limit: number): Promise<Backlog>;
}
