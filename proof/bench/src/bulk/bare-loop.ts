import { Pool } from 'undici';

import { payloadOf } from '../system/write-events.ts';

/** What the loop gets from the benchmark that forks it. */
export interface BareLoopOrder {
  readonly origin: string;
  readonly path: string;
  readonly requests: number;
  readonly connections: number;
  readonly payloadBytes: number;
}

/** Requests before the clock starts: the compiler has seen the code by then. */
const WARM_UP = 5_000;
/** Different bodies, so that nothing can keep one prepared. */
const BODIES = 1_000;

/** The fastest that one process of undici can send the same bodies: no signature, no record. */
async function run(order: BareLoopOrder): Promise<number> {
  const { origin, path, connections, payloadBytes } = order;
  const bodies = Array.from({ length: BODIES }, (_, at) => payloadOf(at, payloadBytes));
  await using pool = new DisposablePool(origin, connections);
  const send = async (count: number): Promise<void> => {
    let next = 0;
    const lane = async (): Promise<void> => {
      while (next < count) {
        const body = bodies[next++ % BODIES] ?? null;
        const headers = { 'content-type': 'application/json' };
        const answer = await pool.request({ path, method: 'POST', headers, body });
        await answer.body.dump();
      }
    };
    await Promise.all(Array.from({ length: connections }, lane));
  };
  await send(WARM_UP);
  const startedMs = performance.now();
  await send(order.requests);
  return (performance.now() - startedMs) / 1000;
}

class DisposablePool extends Pool implements AsyncDisposable {
  constructor(origin: string, connections: number) {
    super(origin, { connections, pipelining: 1 });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}

process.once('message', (order: BareLoopOrder) => {
  void run(order).then((seconds) => {
    process.send?.({ seconds });
    process.disconnect();
  });
});
