import { connectBus } from '@webhooks/bus';
import type { ReceivedJob } from '@webhooks/domain';
import { createLogger } from '@webhooks/telemetry';

/** Takes jobs from the broker as the dispatcher does. */
export interface JobInbox extends AsyncDisposable {
  /** Every job that arrived so far. */
  readonly jobs: readonly ReceivedJob[];
}

/** Takes jobs of both modes until it is disposed. */
export async function openJobInbox(natsUrl: string): Promise<JobInbox> {
  const logger = createLogger({ name: 'test', level: 'silent' });
  const bus = connectBus({ url: natsUrl, name: 'test', logger });
  const jobs: ReceivedJob[] = [];
  for (const mode of ['interactive', 'bulk'] as const) {
    await bus.createSource({ mode, maxInFlight: 16 }).start(async (job) => void jobs.push(job));
  }
  return { jobs, [Symbol.asyncDispose]: () => bus[Symbol.asyncDispose]() };
}
