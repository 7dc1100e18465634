import { RESEND_PATH, type Settings } from '@webhooks/proof-kit';
import { startHttpReceiver, type HttpReceiver } from '@webhooks/testing';

import { measures, UNANSWERED_MS, type Measure, type Timings } from './scene/judge.ts';
import { bulkOf, recordsOf, singleOf } from './scene/records.ts';
import { RestUser } from './scene/rest-user.ts';

const ACCOUNT = 7;
const USER = 700;
/** A round asks for each object once or twice; none is asked for while it is under way. */
const OBJECTS = 200;
const LANES = 4;
/** Turns with something unanswered behind which a round is over: the rest would only take time. */
const HOPELESS_SHARE = 0.04;

/** Somebody who asks for a little, beside whom others do bad things; the receiver is healthy. */
export class Neighbour implements AsyncDisposable {
  readonly #receiver: HttpReceiver;
  readonly #rest: RestUser;
  /** When deliveries came first, by resend, and who waits for them. */
  readonly #arrivals = new Map<number, number>();
  readonly #awaited = new Map<number, (atMs: number) => void>();
  #latestId = 0;

  private constructor(receiver: HttpReceiver, rest: RestUser) {
    this.#receiver = receiver;
    this.#rest = rest;
  }

  /** Comes through the trusted proxy 127.0.0.1, as others may too. */
  static async start(settings: Settings): Promise<Neighbour> {
    const port = Number(settings['REST_PORT']);
    const from = { port, address: '127.0.0.1', forwardedFor: '198.51.100.1' };
    const receiver = await startHttpReceiver();
    const neighbour = new Neighbour(receiver, new RestUser({ ...from, userId: USER }));
    receiver.handle((request, response) => {
      neighbour.#arrived(Number(request.headers['webhook-resend-id']));
      response.end();
      receiver.forget();
    });
    return neighbour;
  }

  /** What has to be imported for it. */
  records(): object[] {
    const endpointUrls = [`${this.#receiver.url}/fine`];
    return [...recordsOf({ id: ACCOUNT, userIds: [USER], endpointUrls, events: OBJECTS })];
  }

  /** Asks so often for each thing that is judged; without POST, its last resend is looked at. */
  async round(requests: number, judged: readonly Measure[]): Promise<Timings> {
    const timings: Record<Measure, number[]> = { post: [], arrival: [], get: [], stream: [] };
    let begun = 0;
    let unanswered = 0;
    const lane = async (): Promise<void> => {
      while (begun < requests) {
        begun += 1;
        const isHopeless = unanswered > requests * HOPELESS_SHARE;
        const turn = isHopeless ? nothing : await this.#turn(begun, judged.includes('post'));
        if (judged.some((measure) => turn[measure] >= UNANSWERED_MS)) unanswered += 1;
        for (const measure of measures) timings[measure].push(turn[measure]);
      }
    };
    await Promise.all(Array.from({ length: LANES }, lane));
    return timings;
  }

  /** How long its bulk resend takes to begin. */
  async bulkBegins(): Promise<number> {
    const startedMs = performance.now();
    const id = await this.#rest.resend(bulkOf(ACCOUNT), UNANSWERED_MS).catch(() => null);
    return id === null ? UNANSWERED_MS : this.#arrival(id, startedMs);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#rest[Symbol.dispose]();
    await this.#receiver[Symbol.asyncDispose]();
  }

  async #turn(number: number, mayPost: boolean): Promise<Record<Measure, number>> {
    const turn = { ...nothing };
    if (mayPost) {
      const startedMs = performance.now();
      const single = singleOf(ACCOUNT, (number % OBJECTS) + 1);
      const id = await this.#rest.resend(single, UNANSWERED_MS).catch(() => null);
      if (id !== null) {
        this.#latestId = id;
        turn.post = performance.now() - startedMs;
        turn.arrival = await this.#arrival(id, startedMs);
      }
    }
    const path = `${RESEND_PATH}/${this.#latestId}`;
    turn.get = await timed(async () => (await this.#rest.get(path, UNANSWERED_MS)).status);
    turn.stream = await timed(() => this.#rest.firstProgress(this.#latestId, UNANSWERED_MS));
    return turn;
  }

  /** Milliseconds until the first delivery of a resend, which may have come before its answer. */
  async #arrival(id: number, startedMs: number): Promise<number> {
    const { promise, resolve } = Promise.withResolvers<number>();
    const came = this.#arrivals.get(id);
    if (came !== undefined) resolve(came);
    this.#awaited.set(id, resolve);
    const limit = setTimeout(() => resolve(Infinity), UNANSWERED_MS);
    const atMs = await promise;
    clearTimeout(limit);
    this.#awaited.delete(id);
    this.#arrivals.delete(id);
    return Math.min(atMs - startedMs, UNANSWERED_MS);
  }

  #arrived(id: number): void {
    const atMs = performance.now();
    const awaited = this.#awaited.get(id);
    if (awaited !== undefined) awaited(atMs);
    else if (!this.#arrivals.has(id)) this.#arrivals.set(id, atMs);
  }
}

/** A turn in which nothing was answered. */
const nothing: Readonly<Record<Measure, number>> = {
  post: UNANSWERED_MS,
  arrival: UNANSWERED_MS,
  get: UNANSWERED_MS,
  stream: UNANSWERED_MS,
};

/** What a call took; one that fails or is refused counts as unanswered. */
async function timed(call: () => Promise<number>): Promise<number> {
  const startedMs = performance.now();
  const status = await call().catch(() => 0);
  return status === 200 ? performance.now() - startedMs : UNANSWERED_MS;
}
