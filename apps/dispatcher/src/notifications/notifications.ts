import {
  defaultBreakerPolicy,
  initialPace,
  paceAfter,
  tryStart,
  type EndpointPace,
  type PacePolicy,
} from '@webhooks/delivery';
import type {
  CurrentEndpoint,
  DispatchStore,
  Fence,
  NotificationRecord,
  Timers,
} from '@webhooks/domain';
import type { Logger } from '@webhooks/telemetry';

import { EndpointWork } from '../endpoint-work/endpoint-work.ts';
import { isGone, type AttemptSequenceOptions } from '../engine/attempt/attempt-sequence.ts';
import { RequestSender, type RequestSenderOptions } from '../engine/attempt/request-sender.ts';
import { attemptNotification } from './notification-attempt.ts';

export interface NotificationsOptions extends AttemptSequenceOptions, RequestSenderOptions {
  readonly store: Pick<
    DispatchStore,
    | 'nextNotificationByEndpoint'
    | 'dueNotifications'
    | 'recordNotifications'
    | 'loadEndpoint'
    | 'markEndpointGone'
  >;
  readonly fence: Fence;
  readonly timers: Timers;
  readonly logger: Logger;
}

/** How often is looked for notifications that are due, in milliseconds; one look is one seek. */
const POLL_MS = 500;
/** Notifications in flight to one endpoint. */
const MAX_TOGETHER = 4;

/**
 * Sends notifications of settled resends, while this dispatcher leads. They share nothing with deliveries
 * but the sender: slots, breakers and schedule are their own, so neither waits for the other.
 */
export class Notifications {
  readonly #options: NotificationsOptions;
  readonly #requests: RequestSender;
  /** Of endpoints that are not at full speed; the others need not be remembered. */
  readonly #paces = new Map<string, EndpointPace>();
  readonly #work: EndpointWork;
  #isStopping = false;
  #lookedAtMs: number;
  /** Since when something is due at an endpoint that is not worked on yet; null: there is none. */
  #untakenSinceMs: number | null = null;

  constructor(options: NotificationsOptions) {
    this.#options = options;
    this.#requests = new RequestSender(options);
    this.#work = new EndpointWork({
      ...options,
      look: () => this.#look(),
      messages: {
        look: 'notifications could not be looked up',
        work: 'notifications could not be worked on',
      },
    });
    this.#lookedAtMs = options.clock.now();
  }

  /** How long something that is due may have waited unseen: the looks fail, or come too seldom. */
  overdueMs(nowMs: number): number {
    const unseenMs = nowMs - this.#lookedAtMs - POLL_MS;
    return Math.max(0, unseenMs, nowMs - (this.#untakenSinceMs ?? nowMs));
  }

  start(): void {
    this.#work.start();
  }

  /**
   * Starts nothing more and waits for what is in flight, at most timeoutMs. What is not recorded then
   * is sent again by the next dispatcher.
   */
  async stop(timeoutMs: number): Promise<void> {
    this.#isStopping = true;
    await this.#work.stop(timeoutMs);
  }

  async #look(): Promise<number> {
    const { store, clock } = this.#options;
    let untakenSinceMs: number | null = null;
    for (const { endpointId, atMs } of await store.nextNotificationByEndpoint()) {
      if (atMs > clock.now() || this.#work.isAt(endpointId)) continue;
      if (this.#work.isFull) {
        untakenSinceMs = Math.min(untakenSinceMs ?? atMs, atMs);
        continue;
      }
      this.#work.begin(endpointId, this.#sendDue(endpointId));
    }
    this.#untakenSinceMs = untakenSinceMs;
    this.#lookedAtMs = clock.now();
    return POLL_MS;
  }

  /** Sends what is due for one endpoint, as far as its pace allows. */
  async #sendDue(endpointId: string): Promise<void> {
    const { store, fence, clock, holdsLease } = this.#options;
    const attempting = { ...this.#options, requests: this.#requests };
    while (!this.#isStopping && holdsLease()) {
      const endpoint = await store.loadEndpoint(endpointId);
      const policy = pacePolicyOf(endpoint);
      const pace = this.#paces.get(endpointId) ?? initialPace;
      const now = { inFlight: 0, nowMs: clock.now() };
      const decision = tryStart(pace, now, policy);
      if (!decision.start) return;
      const together = decision.probe ? 1 : Math.min(policy.maxInFlight, pace.slowStart.limit);
      const due = await store.dueNotifications(endpointId, now.nowMs, together);
      if (due.length === 0) return;
      const records = await Promise.all(
        due.map((notification) => attemptNotification(notification, endpoint, attempting)),
      );
      this.#paceAfter(endpointId, decision, records, policy);
      if (endpoint !== null && records.some(isGone)) {
        await this.#work.persist('disable an endpoint that is gone', () =>
          store.markEndpointGone(fence, endpointId, endpoint.revision, clock.now()),
        );
      }
      // Until it is recorded nothing more is sent there, or it would be the same again.
      await this.#work.persist('record notifications', () =>
        store.recordNotifications(fence, records, clock.now()),
      );
    }
  }

  #paceAfter(
    endpointId: string,
    { pace: started, probe }: { readonly pace: EndpointPace; readonly probe: boolean },
    records: readonly NotificationRecord[],
    policy: PacePolicy,
  ): void {
    const ended = { probe, nowMs: this.#options.clock.now() };
    const pace = records.reduce((before, { attempts }) => {
      const last = attempts.at(-1);
      return last === undefined ? before : paceAfter(before, last, ended, policy);
    }, started);
    const isForgettable =
      pace.breaker.kind === 'closed' &&
      pace.breaker.consecutiveFailures === 0 &&
      pace.slowStart.limit >= policy.maxInFlight &&
      policy.maxRatePerSecond === null;
    if (isForgettable || records.every(({ attempts }) => attempts.length === 0)) {
      this.#paces.delete(endpointId);
    } else {
      this.#paces.set(endpointId, pace);
    }
  }
}

/** One at a time where there is a rate: each of them needs its turn. */
function pacePolicyOf(endpoint: CurrentEndpoint | null): PacePolicy {
  const maxRatePerSecond = endpoint?.maxRatePerSecond ?? null;
  const maxInFlight =
    maxRatePerSecond === null ? Math.min(endpoint?.maxInFlight ?? MAX_TOGETHER, MAX_TOGETHER) : 1;
  return { breaker: defaultBreakerPolicy, maxInFlight, maxRatePerSecond };
}
