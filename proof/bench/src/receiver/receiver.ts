import { Forked } from '../system/forked.ts';
import { waitUntil } from '../system/wait.ts';
import { readArrivals, type Arrival } from './arrival-log.ts';
import type { Behaviour, ReceiverRequest } from './receiver-messages.ts';

const POLL_MS = 50;

/** Many endpoints in a process of their own, which notes when each request came. */
export class Receiver implements AsyncDisposable {
  readonly #process: Forked;
  readonly #origin: string;

  private constructor(process: Forked, port: number) {
    this.#process = process;
    this.#origin = `http://127.0.0.1:${port}`;
  }

  static async start(): Promise<Receiver> {
    const process = new Forked(new URL('./receiver-process.ts', import.meta.url));
    return new Receiver(process, (await process.next<{ port: number }>()).port);
  }

  get origin(): string {
    return this.#origin;
  }

  urlOf(endpoint: number): string {
    return `${this.#origin}/e/${endpoint}`;
  }

  urlsOf(from: number, to: number): string[] {
    return Array.from({ length: to - from }, (_, at) => this.urlOf(from + at));
  }

  /** From now on the endpoint does this; what hung is cut. */
  async behave(endpoint: number, behaviour: Behaviour): Promise<void> {
    await this.#ask({ kind: 'behave', endpoint, behaviour });
  }

  /** Requests at the endpoints from a number up to another, since arrivals were last taken. */
  async count(from: number, to: number): Promise<number> {
    return (await this.#ask<{ requests: number }>({ kind: 'count', from, to })).requests;
  }

  /** Waits until that many have come. */
  async waitForCount(from: number, to: number, requests: number): Promise<void> {
    const what = `${requests} requests`;
    await waitUntil(what, async () => (await this.count(from, to)) >= requests, POLL_MS);
  }

  /** Requests of an endpoint that hang now. */
  async hanging(endpoint: number): Promise<number> {
    return (await this.#ask<{ requests: number }>({ kind: 'hanging', endpoint })).requests;
  }

  /** What has come since this was last called. */
  async takeArrivals(): Promise<Arrival[]> {
    return readArrivals((await this.#ask<{ table: Float64Array }>({ kind: 'take' })).table);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#process[Symbol.asyncDispose]();
  }

  #ask<T>(request: ReceiverRequest): Promise<T> {
    return this.#process.ask<T>(request);
  }
}
