import {
  deliveryHeaders,
  NotSentError,
  SnippetMasker,
  tlsProfileOf,
  type DeliveryRequest,
  type Sender,
} from '@webhooks/delivery';
import type { AttemptOutcome, Clock, CurrentEndpoint } from '@webhooks/domain';
import type { SpanAttributes, Tracer } from '@webhooks/telemetry';

export interface RequestSenderOptions {
  readonly sender: Sender;
  readonly tracer: Tracer;
  readonly clock: Clock;
  /** False once the lease may have run out: nothing is written any more. */
  readonly holdsLease: () => boolean;
  /** Hears of each request that could not be sent for a reason that is not its receiver's. */
  readonly onNotSent?: (error: NotSentError) => void;
}

/** One request to an endpoint. */
export interface OutgoingRequest extends Pick<DeliveryRequest, 'isOnNewConnection' | 'spentMs'> {
  readonly endpoint: CurrentEndpoint;
  readonly eventId: string;
  readonly eventOccurredAtUs: number;
  readonly payload: Uint8Array;
  readonly resendId: number;
  /** False: what is sent is no event that is delivered again, and says nothing of a resend. */
  readonly isResent: boolean;
  /** Present: it is a test event, marked as such, and wants this echoed. */
  readonly challenge?: string;
  /** From 1. */
  readonly attemptNumber: number;
  /** W3C trace context of the resend; empty when there is none. */
  readonly traceparent: string;
  /** What its step in the trace is called by us; null: it is none. */
  readonly step: 'attempt' | 'notice' | null;
  /** Beside resend, endpoint and attempt. */
  readonly spanAttributes?: SpanAttributes;
}

/** Signs requests and sends them, each a step of the trace of its resend. */
export class RequestSender {
  readonly #options: RequestSenderOptions;
  readonly #masker = new SnippetMasker();

  constructor(options: RequestSenderOptions) {
    this.#options = options;
  }

  /** Never rejects for what the receiver does, nor for what keeps a request from being sent there. */
  async send(request: OutgoingRequest): Promise<AttemptOutcome | NotSentError> {
    const { sender, tracer, clock, holdsLease } = this.#options;
    const { endpoint, payload, traceparent, step, spentMs } = request;
    const isTraced = step !== null && tracer.isOn;
    const span = isTraced ? tracer.start('POST', { kind: 'client', parent: traceparent }) : null;
    const headers = this.#headersOf(request, span?.traceparent ?? traceparent);
    const sending = sender.send({
      url: endpoint.url,
      accountId: endpoint.accountId,
      tls: tlsProfileOf(endpoint, clock.now()),
      egress: endpoint.egressProxy,
      headers,
      body: payload,
      // A process may stand still between its turn and this request, and be replaced meanwhile.
      mayBeWritten: holdsLease,
      ...(request.isOnNewConnection === true ? { isOnNewConnection: true } : {}),
      ...(spentMs === undefined ? {} : { spentMs }),
    });
    const outcome = await sending.catch(asNotSent);
    if (outcome instanceof NotSentError) {
      if (span !== null) span.end(attributesOf(request, null), outcome.reason);
      this.#options.onNotSent?.(outcome);
      return outcome;
    }
    if (span !== null) span.end(attributesOf(request, outcome.httpStatus), outcome.errorClass);
    return this.#masked(outcome, endpoint);
  }

  #headersOf(request: OutgoingRequest, traceparent: string): Record<string, string> {
    const headers = deliveryHeaders({ ...request, traceparent, nowMs: this.#options.clock.now() });
    if (!request.isResent) delete headers['Webhook-Resend-Id'];
    if (request.challenge !== undefined) {
      headers['Webhook-Test'] = 'true';
      headers['Webhook-Challenge'] = request.challenge;
    }
    return headers;
  }

  /** A receiver may echo what it was sent. */
  #masked(outcome: AttemptOutcome, endpoint: CurrentEndpoint): AttemptOutcome {
    const { responseSnippet } = outcome;
    if (responseSnippet === null) return outcome;
    return { ...outcome, responseSnippet: this.#masker.mask(responseSnippet, endpoint) };
  }
}

function asNotSent(error: unknown): NotSentError {
  if (error instanceof NotSentError) return error;
  throw error;
}

/** Of the URL the server alone: the rest of it may hold what is secret. */
function attributesOf(
  { resendId, endpoint, attemptNumber, step, spanAttributes }: OutgoingRequest,
  httpStatus: number | null,
): SpanAttributes {
  const { protocol, hostname, port } = new URL(endpoint.url);
  const scheme = protocol.slice(0, -1);
  return {
    'http.request.method': 'POST',
    'url.scheme': scheme,
    'server.address': hostname,
    'server.port': Number(port || (scheme === 'https' ? 443 : 80)),
    ...(attemptNumber > 1 ? { 'http.request.resend_count': attemptNumber - 1 } : {}),
    'webhooks.step': step ?? '',
    'webhooks.resend_id': resendId,
    ...spanAttributes,
    'webhooks.endpoint_id': endpoint.id,
    'webhooks.attempt': attemptNumber,
    ...(httpStatus === null ? {} : { 'http.response.status_code': httpStatus }),
  };
}
