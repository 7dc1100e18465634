import { randomBytes } from 'node:crypto';

import { certificateDemand, NotSentError } from '@webhooks/delivery';
import {
  certificateAt,
  reasonToSkip,
  TEST_EVENT_EXPIRES_AFTER_MS,
  type AttemptOutcome,
  type CurrentEndpoint,
  type DispatchStore,
  type Fence,
  type MtlsVerdict,
  type TestAttempt,
  type TestEventResult,
  type Timers,
  type WaitingTestEvent,
} from '@webhooks/domain';
import { startLoop, within, type Loop } from '@webhooks/runtime';
import type { Logger } from '@webhooks/telemetry';

import { RequestSender, type RequestSenderOptions } from '../engine/attempt/request-sender.ts';
import { retryUntilAborted } from '../engine/lifecycle/retry-until-aborted.ts';
import { testEventBody, testEventId } from './test-event-body.ts';

export interface TestEventsOptions extends RequestSenderOptions {
  readonly store: Pick<DispatchStore, 'waitingTestEvents' | 'settleTestEvent' | 'loadEndpoint'>;
  readonly fence: Fence;
  readonly timers: Timers;
  readonly logger: Logger;
}

/** How often is looked for test events, in milliseconds: somebody waits for the answer. */
const POLL_MS = 200;
/** After a failure of the database. */
const ERROR_PAUSE_MS = 5_000;
/** Endpoints that are tested at once; each gets one test event after the other. */
const MAX_ENDPOINTS = 32;
/** Nobody guesses it. */
const CHALLENGE_BYTES = 24;
/** Of one look; what users may ask for is bounded, so that all of it is looked at soon. */
const MAX_LOOKED_AT = 1_000;

/**
 * Sends test events while this dispatcher leads, as deliveries are sent: to the endpoint as it is now,
 * signed now, by the same ways and limits. They wait for no delivery, and neither breaker nor outcome
 * of anything knows of them: nothing is retried, and a 410 disables nothing.
 */
export class TestEvents {
  readonly #options: TestEventsOptions;
  readonly #requests: RequestSender;
  /** By endpoint. */
  readonly #working = new Map<string, Promise<void>>();
  readonly #abort = new AbortController();
  #loop: Loop | null = null;

  constructor(options: TestEventsOptions) {
    this.#options = options;
    this.#requests = new RequestSender(options);
  }

  start(): void {
    const { timers, logger } = this.#options;
    this.#loop = startLoop({
      task: () => this.#look(),
      onError: (error) => logger.warn({ err: error }, 'test events could not be looked up'),
      errorPauseMs: ERROR_PAUSE_MS,
      timers,
    });
  }

  /**
   * Starts nothing more and waits for what is in flight, at most timeoutMs. What is not recorded then
   * is sent again by the next dispatcher, if it comes soon.
   */
  async stop(timeoutMs: number): Promise<void> {
    await this.#loop?.stop();
    const done = Promise.all(this.#working.values());
    await within(timeoutMs, done, () => undefined, this.#options.timers);
    this.#abort.abort(new Error('The dispatcher stops'));
  }

  async #look(): Promise<number> {
    const { store, clock, logger, holdsLease } = this.#options;
    if (!holdsLease()) return POLL_MS;
    for (const event of await store.waitingTestEvents(clock.now(), MAX_LOOKED_AT)) {
      const { endpointId } = event;
      if (this.#working.size >= MAX_ENDPOINTS) break;
      if (this.#working.has(endpointId)) continue;
      const work = this.#work(event)
        .catch((error: unknown) => {
          // Looked at again by the next look, or by the next dispatcher.
          logger.warn({ err: error, endpointId }, 'a test event could not be worked on');
        })
        .finally(() => this.#working.delete(endpointId));
      this.#working.set(endpointId, work);
    }
    return POLL_MS;
  }

  async #work(event: WaitingTestEvent): Promise<void> {
    const { store, fence, clock } = this.#options;
    const result = await this.#resultOf(event);
    await retryUntilAborted(
      'record a test event',
      () => store.settleTestEvent(fence, event.id, result, clock.now()),
      { ...this.#options, signal: this.#abort.signal },
    );
  }

  async #resultOf(event: WaitingTestEvent): Promise<TestEventResult> {
    const { store, clock } = this.#options;
    if (clock.now() - event.createdAtMs >= TEST_EVENT_EXPIRES_AFTER_MS) return skipped('expired');
    const endpoint = await store.loadEndpoint(event.endpointId);
    if (endpoint === null) return skipped('endpoint_deleted');
    const reason = reasonToSkip(endpoint);
    return reason === null || reason === 'cancelled'
      ? this.#send(event, endpoint)
      : skipped(reason);
  }

  async #send(event: WaitingTestEvent, endpoint: CurrentEndpoint): Promise<TestEventResult> {
    const { clock } = this.#options;
    const { identity, url } = endpoint;
    const isShown = certificateAt(identity, clock.now()) !== null && url.startsWith('https:');
    const challenge = randomBytes(CHALLENGE_BYTES).toString('base64url');
    // With nothing else that is different, or the answer would say nothing of the certificate.
    const without = isShown
      ? await this.#request(event, { ...endpoint, identity: null }, challenge)
      : null;
    const outcome = await this.#request(event, endpoint, challenge);
    if (outcome instanceof NotSentError) return skipped('not_sent');
    const { retryAfterMs: _, isDuplicate: __, challenge: answered, ...attempt } = outcome;
    return {
      state: attempt.errorClass === null ? 'DELIVERED' : 'FAILED',
      attempt,
      mtls: identity &&
        without && { verdict: verdictOf(without, attempt), url, identity: identity.name },
      provenUrl: answered === challenge ? url : null,
    };
  }

  #request(event: WaitingTestEvent, endpoint: CurrentEndpoint, challenge: string) {
    return this.#requests.send({
      endpoint,
      eventId: testEventId(event),
      eventOccurredAtUs: event.createdAtMs * 1000,
      payload: testEventBody(event, endpoint),
      resendId: 0,
      isResent: false,
      challenge,
      attemptNumber: 1,
      traceparent: '',
      step: null,
      // What is tried is also whether a connection comes about.
      isOnNewConnection: true,
    });
  }
}

function verdictOf(without: AttemptOutcome | NotSentError, shown: TestAttempt): MtlsVerdict {
  return without instanceof NotSentError ? 'undecided' : certificateDemand(without, shown);
}

function skipped(reason: Extract<TestEventResult, { state: 'SKIPPED' }>['reason']) {
  return { state: 'SKIPPED', reason } as const;
}
