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
import type { Logger } from '@webhooks/telemetry';

import { EndpointWork } from '../endpoint-work/endpoint-work.ts';
import { RequestSender, type RequestSenderOptions } from '../engine/attempt/request-sender.ts';
import { testEventBody, testEventId } from './test-event-body.ts';

export interface TestEventsOptions extends RequestSenderOptions {
  readonly store: Pick<DispatchStore, 'waitingTestEvents' | 'settleTestEvent' | 'loadEndpoint'>;
  readonly fence: Fence;
  readonly timers: Timers;
  readonly logger: Logger;
}

/** How often is looked for test events, in milliseconds: somebody waits for the answer. */
const POLL_MS = 200;
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
  /** An endpoint gets one test event after the other. */
  readonly #work: EndpointWork;

  constructor(options: TestEventsOptions) {
    this.#options = options;
    this.#requests = new RequestSender(options);
    this.#work = new EndpointWork({
      ...options,
      look: () => this.#look(),
      messages: {
        look: 'test events could not be looked up',
        work: 'a test event could not be worked on',
      },
    });
  }

  start(): void {
    this.#work.start();
  }

  /**
   * Starts nothing more and waits for what is in flight, at most timeoutMs. What is not recorded then
   * is sent again by the next dispatcher, if it comes soon.
   */
  async stop(timeoutMs: number): Promise<void> {
    await this.#work.stop(timeoutMs);
  }

  async #look(): Promise<number> {
    const { store, clock, holdsLease } = this.#options;
    if (!holdsLease()) return POLL_MS;
    for (const event of await store.waitingTestEvents(clock.now(), MAX_LOOKED_AT)) {
      const { endpointId } = event;
      if (this.#work.isFull) break;
      if (this.#work.isAt(endpointId)) continue;
      this.#work.begin(endpointId, this.#sendAndRecord(event));
    }
    return POLL_MS;
  }

  async #sendAndRecord(event: WaitingTestEvent): Promise<void> {
    const { store, fence, clock } = this.#options;
    const result = await this.#resultOf(event);
    await this.#work.persist('record a test event', () =>
      store.settleTestEvent(fence, event.id, result, clock.now()),
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
