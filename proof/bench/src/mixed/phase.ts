import { latenciesOf } from '../rounds/latencies.ts';
import type { Receiver } from '../receiver/receiver.ts';
import { quantile } from '../benchmark/statistics.ts';
import { ProbeLoad } from '../system/probe-load.ts';
import {
  bulkRequest,
  objectRequest,
  postResend,
  rangeRequest,
  waitUntilCompleted,
} from '../system/resend-client.ts';
import { startSystem, type System } from '../system/system.ts';
import { createWorkDirectory } from '../benchmark/work-directory.ts';
import { writeAccounts, type AccountSpec } from '../system/write-events.ts';

export const PAYLOAD_BYTES = 1_024;
export const PROBES_PER_SECOND = 5;
/** Events that the bulk resend leaves out, for resends of one object each. */
const PROBE_OBJECTS = 1_000;
const WARM_UP: AccountSpec = {
  id: 1,
  endpointUrls: [],
  events: 5_000,
  payloadBytes: PAYLOAD_BYTES,
};

/** What is done once with the sick endpoints and once without. */
export interface PhaseOrder {
  readonly receiver: Receiver;
  /** Endpoints from 0 that answer at once. */
  readonly healthy: number;
  /** Endpoints after them that do not. */
  readonly sick: number;
  readonly events: number;
  readonly profiling: boolean;
}

/** What the healthy endpoints had of it. */
export interface PhaseFigures {
  /** Deliveries of the bulk resend until the last healthy endpoint had its last. */
  readonly perSecond: number;
  /** 99 of 100 resends of one object beside it came sooner after they were accepted. */
  readonly probeP99Ms: number;
  readonly probeP50Ms: number;
  readonly probes: number;
}

/** Resends in bulk, and now and then one object, through a system of its own. */
export async function measurePhase(order: PhaseOrder): Promise<PhaseFigures> {
  const { receiver, healthy, sick, events, profiling } = order;
  await using cleanup = new AsyncDisposableStack();
  const dataDir = cleanup.use(createWorkDirectory('mixed')).path;
  const endpointUrls = receiver.urlsOf(0, healthy + sick);
  const account: AccountSpec = {
    id: 2,
    endpointUrls,
    events: events + PROBE_OBJECTS,
    payloadBytes: PAYLOAD_BYTES,
  };
  const warmUp = { ...WARM_UP, endpointUrls: endpointUrls.slice(0, 1) };
  await writeAccounts(dataDir, [warmUp, account]);
  const system = cleanup.use(await startSystem(dataDir, { dispatching: true, profiling }));
  await waitUntilCompleted(system, await postResend(system, bulkRequest(warmUp)), warmUp.events);
  await receiver.takeArrivals();
  return await resendBeside(system, order, account);
}

async function resendBeside(
  system: System,
  { receiver, healthy, events }: PhaseOrder,
  account: AccountSpec,
): Promise<PhaseFigures> {
  const load = new ProbeLoad(system, PROBES_PER_SECOND, (number) =>
    objectRequest(account, events + 1 + (number % PROBE_OBJECTS)),
  );
  const bulk = await postResend(system, rangeRequest(account, 1, events));
  await receiver.waitForCount(0, healthy, events * healthy);
  const probes = await load.stop();
  await receiver.waitForCount(0, healthy, (events + probes.length) * healthy);
  const arrivals = (await receiver.takeArrivals()).filter(({ endpoint }) => endpoint < healthy);
  const lastMs = arrivals
    .filter(({ resendId }) => resendId === bulk.id)
    .reduce((latest, { atMs }) => Math.max(latest, atMs), 0);
  // Those that were posted while the bulk resend ran.
  const beside = probes.filter(({ sentMs }) => sentMs < lastMs);
  const { fromAccepted } = latenciesOf(beside, arrivals);
  return {
    perSecond: (events * healthy * 1000) / (lastMs - bulk.sentMs),
    probeP99Ms: quantile(fromAccepted, 0.99),
    probeP50Ms: quantile(fromAccepted, 0.5),
    probes: fromAccepted.length,
  };
}
