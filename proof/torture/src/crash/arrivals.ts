import {
  startHttpReceiver,
  waitFor,
  type HttpReceiver,
  type ReceivedRequest,
} from '@webhooks/testing';
import type { ServerResponse } from 'node:http';

import type { Catalog, TorturedEvent } from './catalog.ts';
import type { Arrival } from './evidence.ts';

/** Of the attempts of an event that is not lost for good, how many are refused. */
const REFUSED_SHARE = 0.08;
/** Of the events, how many an endpoint never takes. */
const HOPELESS_SHARE = 0.02;
const SLOW_SHARE = 0.3;
const SLOW_MS = 25;

/** Endpoints that fail sometimes, on one server, and everything that they received. */
export class Arrivals implements AsyncDisposable {
  readonly #receiver: HttpReceiver;
  readonly #catalog: Catalog;
  /** `endpoint/object` of what is not answered yet. */
  readonly #inFlight = new Set<string>();
  #arrivals: Arrival[] = [];
  #life = 0;

  private constructor(receiver: HttpReceiver, catalog: Catalog) {
    this.#receiver = receiver;
    this.#catalog = catalog;
    receiver.handle((request, response) => this.#receive(request, response));
  }

  static async start(catalog: Catalog): Promise<Arrivals> {
    return new Arrivals(await startHttpReceiver(), catalog);
  }

  get url(): string {
    return this.#receiver.url;
  }

  /** Since they were last taken. */
  get count(): number {
    return this.#arrivals.length;
  }

  /**
   * A dispatcher has ended. Resolves when all that it sent is counted as its own, so that the next
   * one may be started.
   */
  async nextLife(): Promise<void> {
    await waitFor(() => this.#receiver.openConnections === 0, {
      deadlineMs: 20_000,
      what: 'the connections of a killed dispatcher to close',
    });
    this.beginLife();
  }

  /** Another dispatcher acts from now on. */
  beginLife(): void {
    this.#inFlight.clear();
    this.#life += 1;
  }

  /** Everything that came since the last time. */
  take(): readonly Arrival[] {
    const taken = this.#arrivals;
    this.#arrivals = [];
    this.#receiver.forget();
    return taken;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#receiver[Symbol.asyncDispose]();
  }

  #receive(request: ReceivedRequest, response: ServerResponse): void {
    const { url, headers } = request;
    const endpoint = url.slice(1);
    const eventId = String(headers['webhook-id']);
    const resendId = Number(headers['webhook-resend-id']);
    const attempt = Number(headers['webhook-attempt']);
    const event = this.#catalog.events.get(eventId);
    const object = event?.object ?? 0;
    const status = statusOf(`${endpoint}/${eventId}`, `${resendId}/${attempt}`);
    const objectKey = `${endpoint}/${object}`;
    const defect = this.#inFlight.has(objectKey)
      ? 'came while another of its object was in flight'
      : this.#defectOf(request, endpoint, event);
    this.#arrivals.push({
      ...{ resendId, endpoint, event: eventId, attempt, life: this.#life, status, object },
      ordinal: event?.ordinal ?? 0,
      defect,
    });
    this.#inFlight.add(objectKey);
    const answer = (): void => {
      this.#inFlight.delete(objectKey);
      response.writeHead(status).end();
    };
    if (chance(`${eventId}/${attempt}/slow`) < SLOW_SHARE) setTimeout(answer, SLOW_MS);
    else answer();
  }

  /** What is wrong with a request by itself. */
  #defectOf(
    { body, headers }: ReceivedRequest,
    endpoint: string,
    event: TorturedEvent | undefined,
  ): string | null {
    const target = this.#catalog.endpoints.find(({ id }) => id === endpoint);
    if (event === undefined || target === undefined) return 'an unknown event or endpoint';
    if (!body.equals(event.payload)) return 'another body than was recorded';
    if (headers.authorization !== target.token) return 'the credentials of another endpoint';
    return null;
  }
}

/** The same attempt is always answered alike, so that a repetition changes nothing. */
function statusOf(event: string, attempt: string): number {
  if (chance(event) < HOPELESS_SHARE) return 500;
  return chance(`${event}/${attempt}`) < REFUSED_SHARE ? 503 : 200;
}

/** A number from 0 to below 1 that a text determines (FNV-1a). */
function chance(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
  return ((hash ^ (hash >>> 13)) >>> 0) / 2 ** 32;
}
