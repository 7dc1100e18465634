import {
  deliveryHeaders,
  dispositionAfter,
  isExpired,
  SnippetMasker,
  tlsProfileOf,
  type DeliveryRequest,
  type Sender,
} from '@webhooks/delivery';
import { reasonToSkip } from '@webhooks/domain';
import type {
  AttemptOutcome,
  Clock,
  CurrentEndpoint,
  DispatchStore,
  Disposition,
  Endpoint,
  Fence,
  PlannedDelivery,
  Random,
  AttemptRecord,
  ResendWork,
} from '@webhooks/domain';
import { crashPoint } from '@webhooks/runtime';
import type { SpanAttributes, Tracer } from '@webhooks/telemetry';

import { EndpointReader } from './endpoint-reader.ts';

/** When to try again, and when to give up. */
export interface RetryPolicy {
  /** Waits before the 1st, 2nd, … attempt; its length is the number of attempts. */
  readonly scheduleMs: readonly number[];
  /** What is not settled this long after acceptance fails as expired. */
  readonly expiresAfterMs: number;
}

export interface AttemptRunnerOptions {
  readonly store: Pick<DispatchStore, 'loadEndpoint' | 'markEndpointGone' | 'expedite'>;
  readonly fence: Fence;
  readonly sender: Sender;
  readonly tracer: Tracer;
  readonly policy: RetryPolicy;
  readonly clock: Clock;
  readonly random: Random;
  /** False once the lease may have run out: nothing is written any more. */
  readonly holdsLease: () => boolean;
  /** Called with the endpoint of each attempt before it starts. */
  readonly onEndpoint: (endpoint: Endpoint) => void;
  /** Called when an endpoint said that it is gone: what waits for it is due since a moment. */
  readonly onGone: (endpointId: string, dueSinceMs: number) => void;
  /** Does an operation until it works. */
  readonly persist: <T>(what: string, operation: () => Promise<T>) => Promise<T>;
}

/** One request of a turn. */
interface RequestOptions extends Pick<DeliveryRequest, 'isOnNewConnection' | 'spentMs'> {
  /** From 1 within its delivery. */
  readonly number: number;
}

/** Positions of a resend whose attempts are steps of its trace; a million would fill any backend. */
const TRACED_POSITIONS = 100;
/** Waiting retries of a gone endpoint that are made due in one transaction. */
const FORWARD_ROWS = 1000;

/** Makes one attempt: to the endpoint as it is now, signed now, judged by the policy. */
export class AttemptRunner {
  readonly #options: AttemptRunnerOptions;
  readonly #endpoints: EndpointReader;
  readonly #masker = new SnippetMasker();

  constructor(options: AttemptRunnerOptions) {
    this.#options = options;
    this.#endpoints = new EndpointReader(options);
  }

  async run(delivery: PlannedDelivery, work: ResendWork): Promise<AttemptRecord> {
    const { policy, clock, random } = this.#options;
    const { resendId, position, endpointId, attempts: attemptsBefore } = delivery;
    const recording = { resendId, position, endpointId, attemptsBefore };
    const { createdAtMs } = work;
    const expiry = { createdAtMs, expiresAfterMs: policy.expiresAfterMs };
    if (isExpired(expiry, clock.now())) {
      const disposition = { state: 'FAILED', reason: 'expired' } as const;
      return { ...recording, attempts: [], disposition };
    }
    const endpoint = await this.#endpoints.read(endpointId);
    const reason = reasonToSkip(endpoint);
    if (endpoint === null || reason !== null) {
      const disposition = { state: 'SKIPPED', reason: reason ?? 'endpoint_deleted' } as const;
      return { ...recording, attempts: [], disposition };
    }
    this.#options.onEndpoint(endpoint);
    const attempts = await this.#send(delivery, endpoint, work);
    void crashPoint('response-not-recorded');
    const steps = attemptsBefore - delivery.closedAttempts + 1;
    const progress = { ...policy, attempts: steps, createdAtMs, nowMs: clock.now(), random };
    const disposition = dispositionAfter(attempts.at(-1) ?? attempts[0], progress);
    if (isGone(disposition)) await this.#disable(endpointId, endpoint.revision);
    return { ...recording, attempts, disposition };
  }

  /**
   * Sends it, and once more on a new connection when a kept one closed before an answer: within the
   * time of the first, since a permit is held for one attempt.
   */
  async #send(
    delivery: PlannedDelivery,
    endpoint: CurrentEndpoint,
    work: ResendWork,
  ): Promise<readonly [AttemptOutcome, ...AttemptOutcome[]]> {
    const number = delivery.attempts + 1;
    const attempt = await this.#attempt(delivery, endpoint, work, { number });
    if (attempt.errorClass !== 'closed_before_answer') return [attempt];
    const { durationMs: spentMs } = attempt;
    const again = { number: number + 1, isOnNewConnection: true, spentMs };
    return [attempt, await this.#attempt(delivery, endpoint, work, again)];
  }

  /** Waiting retries are made due, to be skipped one after the other. */
  async #disable(endpointId: string, revision: number): Promise<void> {
    const { store, fence, clock, persist, onGone } = this.#options;
    await persist('disable an endpoint that is gone', () =>
      store.markEndpointGone(fence, endpointId, revision, clock.now()),
    );
    const dueSinceMs = clock.now();
    let forwarded = FORWARD_ROWS;
    while (forwarded === FORWARD_ROWS) {
      forwarded = await persist('bring retries forward', () =>
        store.expedite(fence, endpointId, dueSinceMs, FORWARD_ROWS),
      );
    }
    onGone(endpointId, dueSinceMs);
  }

  #attempt(
    delivery: PlannedDelivery,
    endpoint: CurrentEndpoint,
    { traceparent }: ResendWork,
    { number, ...how }: RequestOptions,
  ): Promise<AttemptOutcome> {
    const { sender, clock, tracer, holdsLease } = this.#options;
    const { resendId, position, eventId, occurredAtUs, payload } = delivery;
    const isTraced = tracer.isOn && position <= TRACED_POSITIONS;
    const span = isTraced ? tracer.start('attempt', { kind: 'client', parent: traceparent }) : null;
    const headers = deliveryHeaders({
      endpoint,
      eventId,
      eventOccurredAtUs: occurredAtUs,
      payload,
      resendId,
      attemptNumber: number,
      nowMs: clock.now(),
      traceparent: span?.traceparent ?? traceparent,
    });
    // A process may stand still between its turn and this request, and be replaced meanwhile.
    const { url, accountId } = endpoint;
    const tls = tlsProfileOf(endpoint, clock.now());
    const request = {
      ...{ url, accountId, tls, headers, body: payload, mayBeWritten: holdsLease },
      ...how,
    };
    const sent = sender.send(request).then((attempt) => this.#masked(attempt, endpoint));
    void crashPoint('sent-no-response');
    if (span === null) return sent;
    return sent.then((attempt) => {
      span.end(attributesOf(delivery, number, attempt), attempt.errorClass);
      return attempt;
    });
  }

  /** A receiver may echo what it was sent. */
  #masked(attempt: AttemptOutcome, endpoint: Endpoint): AttemptOutcome {
    const { responseSnippet } = attempt;
    if (responseSnippet === null) return attempt;
    return { ...attempt, responseSnippet: this.#masker.mask(responseSnippet, endpoint) };
  }
}

function attributesOf(
  { resendId, position, endpointId }: PlannedDelivery,
  number: number,
  { httpStatus }: AttemptOutcome,
): SpanAttributes {
  return {
    'webhooks.resend_id': resendId,
    'webhooks.position': position,
    'webhooks.endpoint_id': endpointId,
    'webhooks.attempt': number,
    ...(httpStatus === null ? {} : { 'http.response.status_code': httpStatus }),
  };
}

function isGone(disposition: Disposition): boolean {
  return disposition.state === 'FAILED' && disposition.reason === 'endpoint_gone';
}
