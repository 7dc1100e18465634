import { waitFor } from '@webhooks/testing';
import type { ResendLog, System } from '@webhooks/proof-kit';

import type { Arrivals } from './arrivals.ts';
import type { Answered, Evidence } from './evidence.ts';
import { readRows } from './read-evidence.ts';

/** Beyond what the broker, the lease and the reconciler take, for a busy machine. */
const SETTLE_LIMIT_MS = 60_000;
const OUTBOX_LIMIT_MS = 20_000;

/**
 * Lets everything settle, and answers all that is known then of the resends from an id on; what is
 * late, the audit tells.
 */
export async function settledEvidence(
  system: System,
  answered: readonly Answered[],
  arrivals: Arrivals,
  {
    firstId,
    ...limits
  }: Pick<Evidence, 'maxAttempts' | 'maxInFlight'> & { readonly firstId: number },
): Promise<Evidence> {
  const logs = await settle(
    system,
    answered.map(({ id }) => id),
  );
  const read = (): ReturnType<typeof readRows> => readRows(system.databaseFile, firstId);
  // The service takes started jobs out of the outbox in its own time.
  await waitFor(() => read().resends.every(({ jobs }) => jobs === 0), {
    deadlineMs: OUTBOX_LIMIT_MS,
    what: 'the outbox to be empty',
  }).catch(() => {});
  return { answered, logs, ...read(), arrivals: arrivals.take(), ...limits };
}

async function settle({ api }: System, ids: readonly number[]): Promise<ResendLog[]> {
  const logs: ResendLog[] = [];
  const deadline = performance.now() + SETTLE_LIMIT_MS;
  for (const id of ids) {
    const leftMs = Math.max(0, deadline - performance.now());
    logs.push(await api.settled(id, leftMs).catch(() => api.log(id)));
  }
  return logs;
}
