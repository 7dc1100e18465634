import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

import { webhook } from '../support/test-sender.ts';
import { hostileKinds } from './hostile-kinds.ts';
import type { HostileKind } from './hostile-kind.ts';
import { hostileSender } from './hostile-sender.ts';
import { certificates, hostileName } from './tls-kinds.ts';

/** What one attempt may cost the sender, whatever its receiver does. */
export const maxAttemptCpuMs = 10;

/** An attempt at these only waits for its deadline. */
const isMeasured = (kind: HostileKind): boolean =>
  kind.endsByDeadline !== true && kind.isClosed !== true;

/** The CPU time of this thread for one attempt at each kind of receiver, by the kind's name. */
export async function measureAttempts(times: number): Promise<ReadonlyMap<string, number>> {
  const worker = new Worker(new URL('./receiver-thread.ts', import.meta.url), {
    workerData: { certificates },
  });
  const ask = async (number: number | null): Promise<number | null> => {
    worker.postMessage(number);
    const [port] = (await once(worker, 'message')) as [number | null];
    return port;
  };
  const costs = new Map<string, number>();
  try {
    for (const [number, kind] of hostileKinds.entries()) {
      if (isMeasured(kind)) costs.set(kind.name, await measure(kind, await ask(number), times));
    }
    await ask(null);
  } finally {
    await worker.terminate();
  }
  return costs;
}

async function measure(kind: HostileKind, port: number | null, times: number): Promise<number> {
  await using sender = hostileSender({ endsByDeadline: false });
  const scheme = kind.tls !== undefined || kind.isSecure === true ? 'https' : 'http';
  const request = webhook(`${scheme}://${hostileName}:${String(port)}/hook`);
  // What is compiled and connected once is not what an attempt costs.
  await sender.send(request);
  const before = process.threadCpuUsage();
  for (let count = 0; count < times; count += 1) await sender.send(request);
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1000 / times;
}
