import type { Benchmark, BenchmarkOptions, BenchmarkResult, Note } from '../benchmark/benchmark.ts';
import { measureRounds, medians } from '../rounds/rounds.ts';
import { bulkRequest, postResend, waitUntilCompleted } from '../system/resend-client.ts';
import { startSystem, type System } from '../system/system.ts';
import { createWorkDirectory, requireDisk } from '../benchmark/work-directory.ts';
import { OBJECTS_PER_BLOCK, writeAccounts, type AccountSpec } from '../system/write-events.ts';
import { CheckingProcess } from './checking-process.ts';
import { isClean, type CheckVerdict, type ExpectedResend } from './delivery-checker.ts';
import { runSelfTest } from './self-test.ts';

const DELIVERIES = 500_000;
const EVENTS_PER_OBJECT = 4;
const PAYLOAD_BYTES = 256;
const BYTES_PER_DELIVERY = 1_500;
/** Accounts with their endpoints, how often they resend at once, and their share of it all. */
const SHAPES = [
  { endpoints: 5, resends: 1, share: 0.5 },
  { endpoints: 2, resends: 1, share: 0.2 },
  { endpoints: 1, resends: 3, share: 0.3 },
] as const;
const TARGET = '0 lost, 0 doubled, 0 out of order, 0 of an object together, 0 foreign';

/** Whether everything arrives once and in order when nothing goes wrong. */
export const exactlyOnceBenchmark: Benchmark = {
  name: 'exactly-once',
  about: 'a fault-free run over several endpoints, checked delivery by delivery at the receiver',
  isProof: true,
  run,
};

async function run(options: BenchmarkOptions, note: Note): Promise<BenchmarkResult> {
  await using checking = await CheckingProcess.start();
  if (options.selfTest) return await selfTest(checking, note);
  const deliveries = options.deliveries ?? DELIVERIES;
  requireDisk(deliveries * BYTES_PER_DELIVERY);
  const accounts = accountsFor(deliveries, checking);
  const once = { ...options, rounds: options.rounds ?? 1 };
  const rounds = await measureRounds(once, note, () =>
    resendAll(accounts, checking, options.profiling),
  );
  const worst = rounds.find((round) => !isClean(round)) ?? medians(rounds);
  const met = rounds.every(isClean);
  const { received, perSecond } = worst;
  return {
    settings: {
      deliveries,
      endpoints: SHAPES.reduce((sum, { endpoints }) => sum + endpoints, 0),
      resends: SHAPES.reduce((sum, { resends }) => sum + resends, 0),
      eventsPerObject: EVENTS_PER_OBJECT,
      payloadBytes: PAYLOAD_BYTES,
    },
    rounds,
    figures: worst,
    target: TARGET,
    met,
    verdict: met
      ? `${received} deliveries, each once and in order, ${Math.round(perSecond)}/s`
      : `NOT exactly once: ${JSON.stringify(worst)}`,
  };
}

async function selfTest(checking: CheckingProcess, note: Note): Promise<BenchmarkResult> {
  const met = await runSelfTest(checking, note);
  return {
    settings: { mode: 'self-test' },
    rounds: [],
    figures: {},
    target: 'the checker finds each planted defect and nothing else',
    met,
    verdict: met ? 'the checker can fail, and does' : 'the checker is wrong',
  };
}

interface CheckedAccount extends AccountSpec {
  readonly resends: number;
  readonly endpoints: readonly number[];
  readonly objects: number;
}

/** Whole blocks of objects, so that each object has all of its events. */
function accountsFor(deliveries: number, checking: CheckingProcess): CheckedAccount[] {
  let next = 0;
  return SHAPES.map(({ endpoints: count, resends, share }, at) => {
    const perBlock = OBJECTS_PER_BLOCK * EVENTS_PER_OBJECT * count * resends;
    const objects = Math.ceil((deliveries * share) / perBlock) * OBJECTS_PER_BLOCK;
    const endpoints = Array.from({ length: count }, () => next++);
    return {
      id: at + 1,
      endpointUrls: endpoints.map((endpoint) => checking.urlOf(endpoint)),
      events: objects * EVENTS_PER_OBJECT,
      eventsPerObject: EVENTS_PER_OBJECT,
      payloadBytes: PAYLOAD_BYTES,
      resends,
      endpoints,
      objects,
    };
  });
}

type RunFigures = CheckVerdict & Readonly<Record<'perSecond', number>>;

/** Everything at once, through a new system. */
async function resendAll(
  accounts: readonly CheckedAccount[],
  checking: CheckingProcess,
  profiling: boolean,
): Promise<RunFigures> {
  await using cleanup = new AsyncDisposableStack();
  const dataDir = cleanup.use(createWorkDirectory('exactly-once')).path;
  await writeAccounts(dataDir, accounts);
  await checking.plan(
    accounts.flatMap(({ endpoints, objects }) =>
      endpoints.map((endpoint) => ({ endpoint, objects, eventsPerObject: EVENTS_PER_OBJECT })),
    ),
  );
  const system = cleanup.use(await startSystem(dataDir, { dispatching: true, profiling }));
  const startedMs = performance.now();
  const expected = await Promise.all(
    accounts.flatMap((account) =>
      Array.from({ length: account.resends }, () => resendOne(system, account)),
    ),
  );
  const seconds = (performance.now() - startedMs) / 1000;
  const verdict = await checking.verdict(expected);
  return { ...verdict, perSecond: verdict.received / seconds };
}

async function resendOne(system: System, account: CheckedAccount): Promise<ExpectedResend> {
  const { endpoints, events } = account;
  const resend = await postResend(system, bulkRequest(account));
  await waitUntilCompleted(system, resend, events * endpoints.length);
  return { resendId: resend.id, endpoints };
}
