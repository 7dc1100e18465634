import { setTimeout as delay } from 'node:timers/promises';

import { idOf, type Answer, type RestApi } from '@webhooks/proof-kit';

import type { Catalog, PlannedRequest } from './catalog.ts';
import type { Answered } from './evidence.ts';

const CLIENTS = 4;
const BULK_SHARE = 0.05;
/** Of the requests, how many are sent again although they were answered. */
const REPEATED_SHARE = 0.2;
const RETRY_PAUSE_MS = 40;
const PAUSE_MS = { least: 100, most: 700 };
/** How long a client keeps asking once it is to stop. */
const LAST_ANSWER_LIMIT_MS = 60_000;

/** A request with the key by which it may be repeated. */
interface KeptRequest {
  readonly wanted: PlannedRequest;
  readonly key: string;
  id: number | null;
}

/**
 * Clients that ask for resends until they are stopped, each request until it is answered. Disposing
 * it ends them whether they are answered or not.
 */
export class Load implements Disposable {
  readonly #api: RestApi;
  readonly #catalog: Catalog;
  readonly #random: () => number;
  readonly #requests: KeptRequest[] = [];
  readonly #violations: string[] = [];
  #clients: Promise<unknown> = Promise.resolve();
  #isStopping = false;
  /** When clients give up, by the monotonic clock. */
  #endsAtMs = Infinity;
  #refusals = 0;

  constructor(api: RestApi, catalog: Catalog, random: () => number) {
    this.#api = api;
    this.#catalog = catalog;
    this.#random = random;
  }

  /** Answers and broken connections after which a client came again. */
  get refusals(): number {
    return this.#refusals;
  }

  /** Keys begin with the prefix, which must be new. */
  start(prefix: string): void {
    this.#isStopping = false;
    this.#endsAtMs = Infinity;
    this.#clients = Promise.all(
      Array.from({ length: CLIENTS }, (_, client) => this.#runClient(`${prefix}-${client}`)),
    );
  }

  /** Lets every client end with its request answered. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#endsAtMs = performance.now() + LAST_ANSWER_LIMIT_MS;
    await this.#clients;
  }

  [Symbol.dispose](): void {
    this.#isStopping = true;
    this.#endsAtMs = 0;
  }

  /** Repeats requests of any time; all have to be answered with the ID that they have. */
  async repeat(count: number): Promise<void> {
    for (let repetition = 0; repetition < count; repetition += 1) {
      await this.#ask(this.#anyRequest());
    }
  }

  /** What was answered since the last time, each request once, and what was strange about it. */
  take(since: number): { readonly answered: readonly Answered[]; readonly violations: string[] } {
    const answered = this.#requests.slice(since).map(({ id, wanted }) => ({
      id: id ?? 0,
      expected: wanted.expected,
    }));
    return { answered, violations: this.#violations.splice(0) };
  }

  get requests(): number {
    return this.#requests.length;
  }

  async #runClient(prefix: string): Promise<void> {
    for (let number = 0; !this.#isStopping; number += 1) {
      const isRepetition = this.#requests.length > 0 && this.#random() < REPEATED_SHARE;
      if (isRepetition) await this.#ask(this.#anyRequest());
      else await this.#ask(this.#newRequest(`${prefix}-${number}`));
      await delay(PAUSE_MS.least + this.#random() * (PAUSE_MS.most - PAUSE_MS.least));
    }
  }

  #newRequest(key: string): KeptRequest {
    const request = { wanted: this.#catalog.nextRequest(BULK_SHARE), key, id: null };
    this.#requests.push(request);
    return request;
  }

  #anyRequest(): KeptRequest {
    const request = this.#requests[Math.floor(this.#random() * this.#requests.length)];
    if (request === undefined) throw new Error('nothing was asked for yet');
    return request;
  }

  /** Until it is answered: a client does not know whether a broken connection meant yes or no. */
  async #ask(request: KeptRequest): Promise<void> {
    while (performance.now() < this.#endsAtMs) {
      const answer = await this.#post(request).catch(() => null);
      if (answer !== null && answer.status !== 503) {
        this.#judge(request, answer);
        return;
      }
      this.#refusals += 1;
      await delay(RETRY_PAUSE_MS);
    }
    this.#violations.push(`${request.key}: was not answered in the end`);
  }

  #post({ wanted, key }: KeptRequest): Promise<Answer> {
    return this.#api.post(wanted.body, { 'idempotency-key': key });
  }

  #judge(request: KeptRequest, answer: Answer): void {
    const id = idOf(answer);
    if (answer.status !== 200 || Number.isNaN(id)) {
      this.#violations.push(`${request.key}: was answered ${answer.status} ${answer.text}`);
    } else if (request.id !== null && request.id !== id) {
      this.#violations.push(`${request.key}: was answered with ${request.id} and then with ${id}`);
    } else request.id = id;
  }
}
