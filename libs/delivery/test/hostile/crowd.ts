import {
  processResources,
  seededRandom,
  waitFor,
  type ProofNote,
  type ProofResult,
} from '@webhooks/testing';

import type { Sender } from '../../src/index.ts';
import { answer, startRawReceiver } from '../support/raw-receiver.ts';
import { webhook } from '../support/test-sender.ts';
import { attack, type AttackOptions, type Tally } from './attack.ts';
import { maxAttemptCpuMs, measureAttempts } from './cpu-time.ts';
import type { HostileKind } from './hostile-kind.ts';
import { hostileKinds } from './hostile-kinds.ts';
import { hostileSender } from './hostile-sender.ts';
import { watchSockets } from './socket-watch.ts';
import { hostileName } from './tls-kinds.ts';

/** What stays reachable for good after a first round: compiled code, caches with a bound. */
const maxGrowthBytes = 32 * 1024 * 1024;

export interface CrowdOptions {
  /** Attempts at each kind. */
  readonly times: number;
  /** Kinds that are attacked at once. */
  readonly together: number;
  /** Decides which are attacked beside each other. */
  readonly seed: number;
}

/** Sends to every kind of receiver again and again, beside a sound one that must not notice. */
export async function attackCrowd(options: CrowdOptions, note: ProofNote): Promise<ProofResult> {
  const violations: string[] = [];
  // A first round, so that what is kept for good is there before the base is taken.
  await attackAll({ ...options, times: 1 }, () => {}, violations, emptyTally());
  const before = processResources();
  const tally = emptyTally();
  const healthy = await attackAll(options, note, violations, tally);
  const worst = await findCostly(options.times, violations);
  await waitFor(() => processResources().descriptors <= before.descriptors, {
    what: 'the descriptors to return to their base',
  }).catch((error: Error) => violations.push(error.message));
  const after = processResources();
  const grownBytes = after.bytes - before.bytes;
  if (grownBytes > maxGrowthBytes) violations.push(`${String(grownBytes)} bytes stay reachable`);
  const kinds = hostileKinds.length;
  return {
    settings: { ...options, kinds },
    figures: {
      ...tally,
      healthy_deliveries: healthy,
      descriptors_before: before.descriptors,
      descriptors_after: after.descriptors,
      grown_bytes: grownBytes,
      worst_cpu_ms_per_attempt: worst.ms,
    },
    violations,
    verdict: `${String(kinds)} kinds of receivers, ${String(options.times)} attempts each, ${String(healthy)} deliveries to the sound one beside them; ${String(tally.attempts)} attempts, ${String(tally.requests)} requests seen, ${String(tally.phantoms)} phantom, ${String(tally.unrecorded)} unrecorded; at most ${worst.ms.toFixed(1)} ms of CPU an attempt (it ${worst.name})`,
  };
}

function emptyTally(): Tally {
  return { attempts: 0, requests: 0, phantoms: 0, unrecorded: 0 };
}

/** Attempts whose CPU time is measured, of each kind. */
const maxMeasured = 32;

/** The kind whose attempts cost the sender most. */
async function findCostly(
  times: number,
  violations: string[],
): Promise<{ readonly name: string; readonly ms: number }> {
  let worst = { name: '', ms: 0 };
  for (const [name, ms] of await measureAttempts(Math.min(times, maxMeasured))) {
    if (ms > worst.ms) worst = { name, ms };
    if (ms <= maxAttemptCpuMs) continue;
    violations.push(`a receiver that ${name}: ${ms.toFixed(1)} ms of CPU an attempt`);
  }
  return worst;
}

/** Answers how many deliveries the sound receiver got meanwhile. */
async function attackAll(
  { times, together, seed }: CrowdOptions,
  note: ProofNote,
  violations: string[],
  tally: Tally,
): Promise<number> {
  using watch = watchSockets();
  await using patient = hostileSender({ endsByDeadline: false });
  await using hasty = hostileSender({ endsByDeadline: true });
  await using neighbour = await startNeighbour([patient, hasty]);
  const random = seededRandom(seed);
  const waiting = hostileKinds
    .map((kind) => ({ kind, at: random() }))
    .sort((one, other) => one.at - other.at)
    .map(({ kind }) => kind);
  const worker = async (): Promise<void> => {
    for (let kind = waiting.shift(); kind !== undefined; kind = waiting.shift()) {
      const sender = kind.endsByDeadline === true ? hasty : patient;
      await attackOne(kind, { sender, watch, times, tally }, violations);
      note(`a receiver that ${kind.name}: ${String(times)} attempts`);
    }
  };
  await Promise.all(Array.from({ length: together }, worker));
  violations.push(...(await neighbour.stop()));
  return neighbour.deliveries();
}

async function attackOne(
  kind: HostileKind,
  options: AttackOptions,
  violations: string[],
): Promise<void> {
  try {
    await attack(kind, options);
  } catch (error) {
    violations.push(`a receiver that ${kind.name}: ${(error as Error).message}`);
  }
}

/** A sound receiver, and deliveries to it one after the other through each sender. */
async function startNeighbour(senders: readonly Sender[]) {
  const receiver = await startRawReceiver({
    onlyCounts: true,
    onRequest: (socket) => socket.write(answer('200 OK', {}, 'ok')),
  });
  const request = webhook(`http://${hostileName}:${String(receiver.port)}/hook`);
  const failures: string[] = [];
  let isStopped = false;
  let sent = 0;
  const deliver = async (sender: Sender): Promise<void> => {
    while (!isStopped) {
      const { errorMessage } = await sender.send(request);
      sent += 1;
      if (errorMessage !== null) failures.push(`the sound receiver: ${errorMessage}`);
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  const delivering = Promise.all(senders.map(deliver));
  const stop = async (): Promise<readonly string[]> => {
    isStopped = true;
    await delivering;
    const { received } = receiver;
    if (received !== sent) failures.push(`the sound receiver got ${String(received)}, not ${sent}`);
    if (receiver.accepted > senders.length) failures.push('a sound connection was not kept');
    return failures;
  };
  return {
    deliveries: () => sent,
    stop,
    [Symbol.asyncDispose]: async () => {
      await stop();
      await receiver[Symbol.asyncDispose]();
    },
  };
}
