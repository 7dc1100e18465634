import { Forked } from '../system/forked.ts';
import { waitUntil } from '../system/wait.ts';
import type { SinkOrder } from './receiver-messages.ts';

const POLL_MS = 50;

/** A receiver in a process of its own that costs as little as one can, and counts what came. */
export class Sink implements AsyncDisposable {
  readonly origin: string;
  readonly #process: Forked;

  private constructor(process: Forked, scheme: string, port: number) {
    this.#process = process;
    this.origin = `${scheme}://127.0.0.1:${port}`;
  }

  /** tls: speaks TLS with this key and certificate. */
  static async start(tls: SinkOrder['tls'] = null): Promise<Sink> {
    const process = new Forked(new URL('./sink-process.ts', import.meta.url));
    const order: SinkOrder = { tls };
    const { port } = await process.ask<{ port: number }>(order);
    return new Sink(process, tls === null ? 'http' : 'https', port);
  }

  /** Where every request is answered. */
  get url(): string {
    return `${this.origin}/`;
  }

  /** Requests since it was started. */
  async count(): Promise<number> {
    return (await this.#process.ask<{ requests: number }>({})).requests;
  }

  /** Waits until so many have come since it was started. */
  async waitFor(requests: number): Promise<void> {
    await waitUntil('deliveries', async () => (await this.count()) >= requests, POLL_MS);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#process[Symbol.asyncDispose]();
  }
}
