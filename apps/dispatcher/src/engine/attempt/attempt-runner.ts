import { NotSentError } from '@webhooks/delivery';
import type {
  AttemptRecord,
  CurrentEndpoint,
  CurrentEndpointStore,
  DispatchStore,
  Endpoint,
  Fence,
  PlannedDelivery,
  ResendWork,
} from '@webhooks/domain';
import { crashPoint } from '@webhooks/runtime';

import type { Lifetime } from '../lifecycle/lifetime.ts';
import {
  isGone,
  runAttempt,
  type AttemptSequenceOptions,
  type SendResult,
} from './attempt-sequence.ts';
import { EndpointReader } from './endpoint-reader.ts';
import type { RequestSender } from './request-sender.ts';

/** What is to be recorded, and until when the way to the endpoint is closed; null: it is not. */
export interface AttemptRun {
  readonly record: AttemptRecord;
  readonly heldUntilMs: number | null;
}

export interface AttemptRunnerOptions extends AttemptSequenceOptions {
  readonly store: CurrentEndpointStore & Pick<DispatchStore, 'expedite'>;
  readonly fence: Fence;
  readonly lifetime: Lifetime;
  readonly requests: RequestSender;
  /** Called with the endpoint of each attempt before it starts. */
  readonly onEndpoint: (endpoint: Endpoint) => void;
  /** Called when an endpoint said that it is gone: what waits for it is due since a moment. */
  readonly onGone: (endpointId: string, dueSinceMs: number) => void;
}

/** Positions of a resend whose attempts are steps of its trace; a million would fill any backend. */
const TRACED_POSITIONS = 100;
/** Waiting retries of a gone endpoint that are made due in one transaction. */
const EXPEDITED_ROWS = 1000;

/** Makes the attempts of deliveries: to the endpoint as it is now, signed now, judged by the policy. */
export class AttemptRunner {
  readonly #options: AttemptRunnerOptions;
  readonly #endpoints: EndpointReader;

  constructor(options: AttemptRunnerOptions) {
    this.#options = options;
    this.#endpoints = new EndpointReader(options);
  }

  async run(delivery: PlannedDelivery, work: ResendWork): Promise<AttemptRun> {
    const { resendId, position, endpointId, eventType, closedAttempts } = delivery;
    const { attempts: attemptsBefore } = delivery;
    let sentTo: CurrentEndpoint | null = null;
    const { heldUntilMs, ...result } = await runAttempt(
      {
        createdAtMs: work.runsFromMs,
        stepsBefore: attemptsBefore - closedAttempts,
        readEndpoint: () => this.#endpoints.read(endpointId),
        send: (endpoint) => {
          sentTo = endpoint;
          return this.#send(delivery, endpoint, work);
        },
      },
      this.#options,
    );
    if (sentTo !== null && isGone(result)) await this.#disable(sentTo);
    const record = { resendId, position, endpointId, eventType, attemptsBefore, ...result };
    return { record, heldUntilMs };
  }

  /**
   * Sends it, and once more on a new connection when a kept one closed before an answer: within the
   * time of the first, since a slot is held for one attempt.
   */
  async #send(
    delivery: PlannedDelivery,
    endpoint: CurrentEndpoint,
    { traceparent }: ResendWork,
  ): Promise<SendResult> {
    this.#options.onEndpoint(endpoint);
    const { resendId, position, eventId, occurredAtUs, payload } = delivery;
    const request = {
      endpoint,
      eventId,
      eventOccurredAtUs: occurredAtUs,
      payload,
      resendId,
      isResent: true,
      attemptNumber: delivery.attempts + 1,
      traceparent,
      step: position <= TRACED_POSITIONS ? ('attempt' as const) : null,
      spanAttributes: { 'webhooks.position': position },
    };
    const outcome = await this.#request(request);
    if (outcome instanceof NotSentError) return { outcomes: [], notSent: outcome };
    if (outcome.errorClass !== 'closed_before_answer')
      return { outcomes: [outcome], notSent: null };
    const attemptNumber = request.attemptNumber + 1;
    const again = { attemptNumber, isOnNewConnection: true, spentMs: outcome.durationMs };
    const second = await this.#request({ ...request, ...again });
    return second instanceof NotSentError
      ? { outcomes: [outcome], notSent: second }
      : { outcomes: [outcome, second], notSent: null };
  }

  async #request(request: Parameters<RequestSender['send']>[0]) {
    const sent = this.#options.requests.send(request);
    void crashPoint('sent-no-response');
    const outcome = await sent;
    void crashPoint('response-not-recorded');
    return outcome;
  }

  /** Waiting retries are made due, to be skipped one after the other. */
  async #disable({ id, revision }: CurrentEndpoint): Promise<void> {
    const { store, fence, clock, lifetime, onGone } = this.#options;
    await lifetime.persist('disable an endpoint that is gone', () =>
      store.markEndpointGone(fence, id, revision, clock.now()),
    );
    const dueSinceMs = clock.now();
    let expedited = EXPEDITED_ROWS;
    while (expedited === EXPEDITED_ROWS) {
      expedited = await lifetime.persist('expedite retries', () =>
        store.expedite(fence, id, dueSinceMs, EXPEDITED_ROWS),
      );
    }
    onGone(id, dueSinceMs);
  }
}
