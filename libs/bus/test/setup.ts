import type { OutboxJob } from '@webhooks/domain';
import { createLogger } from '@webhooks/telemetry';

import { connectBus, type Bus, type BusOptions } from '../src/index.ts';

/** A bus whose log lines can be read. */
export interface TestBus extends Bus {
  readonly logLines: readonly string[];
}

/** Connects a bus that logs into an array. */
export function testBus(
  url: string,
  options: Pick<BusOptions, 'maxStreamBytes' | 'repeatMs'> = {},
): TestBus {
  const logLines: string[] = [];
  const destination = { write: (line: string) => void logLines.push(line) };
  const logger = createLogger({ name: 'test', level: 'debug', destination });
  const bus = connectBus({ url, name: 'test', logger, ...options });
  return Object.defineProperty(bus, 'logLines', { value: logLines }) as TestBus;
}

/** The first publication of a bulk resend, unless said otherwise. */
export function job(resendId: number, changes: Partial<OutboxJob> = {}): OutboxJob {
  return { resendId, run: 1, mode: 'bulk', traceparent: '', ...changes };
}

/** The error that a promise rejects with; null when it resolves. */
export async function rejection(promise: Promise<unknown>): Promise<Error | null> {
  return await promise.then(
    () => null,
    (error: Error) => error,
  );
}
