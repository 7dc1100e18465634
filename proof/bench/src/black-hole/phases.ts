import { setTimeout as delay } from 'node:timers/promises';

import { nowMs } from '../benchmark/clock.ts';
import { latenciesOf } from '../rounds/latencies.ts';
import type { Receiver } from '../receiver/receiver.ts';
import { ProbeLoad } from '../system/probe-load.ts';
import { bulkRequest, objectRequest, postResend, rangeRequest } from '../system/resend-client.ts';
import { startSystem, type System } from '../system/system.ts';
import { unlimited } from '../system/unlimited.ts';
import { waitUntil } from '../system/wait.ts';
import { createWorkDirectory } from '../benchmark/work-directory.ts';
import { writeAccounts, type AccountSpec } from '../system/write-events.ts';
import { recoveryOf, type Recovery } from './recovery.ts';

export const ENDPOINTS = 100;
/** The cap of one endpoint, so what hangs at the black hole. */
export const CAP = 16;
export const PROBES_PER_SECOND = 50;
export const PAYLOAD_BYTES = 1_024;
/** How long the endpoint that is back takes for an answer. */
export const ANSWER_MS = 20;
const HEALTHY_EVENTS = 200;
const WARM_UP_S = 5;
const POLL_MS = 100;
/** Longer than between two attempts at an endpoint that is not given up. */
const QUIET_POLLS = 30;
/** The hole is its own account's only endpoint, like every other. */
const HOLE = ENDPOINTS - 1;
const HOLE_ACCOUNT = ENDPOINTS;

export interface RoundOrder {
  readonly receiver: Receiver;
  /** Deliveries that wait for the black hole. */
  readonly waiting: number;
  /** Length of each of the three phases. */
  readonly seconds: number;
  readonly profiling: boolean;
}

/** Milliseconds from acceptance to the first byte at the endpoints that answer. */
export interface RoundFigures {
  readonly alone: readonly number[];
  readonly beside: readonly number[];
  readonly recovery: Recovery;
}

/** One system: without the black hole's work, with it, and when it comes back. */
export async function measureRound(order: RoundOrder): Promise<RoundFigures> {
  const { receiver, waiting, seconds, profiling } = order;
  await using cleanup = new AsyncDisposableStack();
  const dataDir = cleanup.use(createWorkDirectory('black-hole')).path;
  await writeAccounts(dataDir, accounts(receiver, waiting));
  await receiver.behave(HOLE, { kind: 'hang' });
  const options = { dispatching: true, profiling, env: unlimited };
  const system = cleanup.use(await startSystem(dataDir, options));
  await probe(system, receiver, WARM_UP_S);
  const alone = await probe(system, receiver, seconds);
  await postResend(system, bulkRequest({ id: HOLE_ACCOUNT }));
  await receiver.waitForCount(HOLE, HOLE + 1, CAP);
  const beside = await probe(system, receiver, seconds);
  await waitUntilGivenUp(receiver);
  await receiver.takeArrivals();
  const backAtMs = nowMs();
  await receiver.behave(HOLE, { kind: 'answer', status: 200, afterMs: ANSWER_MS });
  await receiver.waitForCount(HOLE, HOLE + 1, 1);
  await delay(seconds * 1000);
  const watchedSeconds = Math.ceil((nowMs() - backAtMs) / 1000);
  const atHole = (await receiver.takeArrivals()).filter(({ endpoint }) => endpoint === HOLE);
  return { alone, beside, recovery: recoveryOf(atHole, backAtMs, watchedSeconds) };
}

/** For some seconds nothing but a probe hangs: the black hole is known to be one. */
async function waitUntilGivenUp(receiver: Receiver): Promise<void> {
  let quietPolls = 0;
  const isGivenUp = async () => {
    quietPolls = (await receiver.hanging(HOLE)) > 1 ? 0 : quietPolls + 1;
    return quietPolls > QUIET_POLLS;
  };
  await waitUntil('the black hole to be given up', isGivenUp, POLL_MS);
}

function accounts(receiver: Receiver, waiting: number): AccountSpec[] {
  return Array.from({ length: ENDPOINTS }, (_, endpoint) => ({
    id: endpoint + 1,
    endpointUrls: [receiver.urlOf(endpoint)],
    events: endpoint === HOLE ? waiting : HEALTHY_EVENTS,
    payloadBytes: PAYLOAD_BYTES,
  }));
}

/** Resends of one event each for all the others in turn, half of them by object, half by range. */
async function probe(system: System, receiver: Receiver, seconds: number): Promise<number[]> {
  const load = new ProbeLoad(system, PROBES_PER_SECOND, (number) => {
    const account = { id: 1 + (number % HOLE) };
    const turn = Math.floor(number / HOLE);
    const event = 1 + (turn % HEALTHY_EVENTS);
    return turn % 2 === 0 ? objectRequest(account, event) : rangeRequest(account, event, event);
  });
  await delay(seconds * 1000);
  const probes = await load.stop();
  await receiver.waitForCount(0, HOLE, probes.length);
  return [...latenciesOf(probes, await receiver.takeArrivals()).fromAccepted];
}
