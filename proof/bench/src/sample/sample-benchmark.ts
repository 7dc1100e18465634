import { setTimeout as delay } from 'node:timers/promises';

import { StartupError } from '@webhooks/runtime';

import type { Benchmark, BenchmarkOptions, BenchmarkResult, Note } from '../benchmark/benchmark.ts';
import { createWorkDirectory, requireDisk } from '../benchmark/work-directory.ts';
import { CheckingProcess } from '../exactly-once/checking-process.ts';
import { isClean } from '../exactly-once/delivery-checker.ts';
import { measureRounds, medians } from '../rounds/rounds.ts';
import { callHttp } from '../system/http-call.ts';
import { bulkRequest, postResend, waitUntilCompleted } from '../system/resend-client.ts';
import type { PostedResend } from '../system/resend-client.ts';
import { startSystem, type System } from '../system/system.ts';
import { waitUntil } from '../system/wait.ts';
import { OBJECTS_PER_BLOCK, writeAccounts } from '../system/write-events.ts';

const DELIVERIES = 100_000;
const BYTES_PER_DELIVERY = 1_500;
const FIRST = 20;
const ENDPOINTS = [0, 1, 2, 3] as const;
/** Of these and four endpoints there are fewer kinds than deliveries that go first. */
const TYPES = ['PIX_CASHIN_CREATED', 'PIX_CASHIN_RECEIVED', 'PIX_CASHIN_RETURNED'] as const;
const KINDS = TYPES.length * ENDPOINTS.length;
/** The events of an object that the receiver refuses until it is mended. */
const REFUSED_ORDINAL = 2;
const REFUSED_TYPE = TYPES[REFUSED_ORDINAL - 1];
/** In it nothing more may come. */
const QUIET_MS = 3_000;
const POLL_MS = 20;

/** Whether a receiver that still fails is spared by a resend that sends a few first. */
export const sampleBenchmark: Benchmark = {
  name: 'sample',
  about: 'a bulk resend with `first` to a receiver that refuses one type until it is mended',
  isProof: true,
  run,
};

interface Sample {
  readonly state: string;
  readonly tried: readonly {
    readonly event_type: string;
    readonly failures: readonly { readonly http_status: number | null }[];
  }[];
  readonly kinds_not_tried: number;
}

async function run(options: BenchmarkOptions, note: Note): Promise<BenchmarkResult> {
  const deliveries = options.deliveries ?? DELIVERIES;
  requireDisk(deliveries * BYTES_PER_DELIVERY);
  const once = { ...options, rounds: options.rounds ?? 1 };
  const rounds = await measureRounds(once, note, () => resendWithSample(deliveries, options, note));
  const met = rounds.every(({ wrong }) => wrong === 0);
  const figures = medians(rounds);
  return {
    settings: { deliveries, first: FIRST, kinds: KINDS },
    rounds,
    figures,
    target: `at most ${FIRST} requests before it is mended, then each delivery once and in order`,
    met,
    verdict: `${figures.requestsBefore} requests before, ${figures.received} received in all`,
  };
}

async function resendWithSample(deliveries: number, { profiling }: BenchmarkOptions, note: Note) {
  await using cleanup = new AsyncDisposableStack();
  const checking = cleanup.use(await CheckingProcess.start());
  const dataDir = cleanup.use(createWorkDirectory('sample')).path;
  const perBlock = OBJECTS_PER_BLOCK * TYPES.length * ENDPOINTS.length;
  const objects = Math.ceil(deliveries / perBlock) * OBJECTS_PER_BLOCK;
  const eventsPerObject = TYPES.length;
  const account = {
    ...{ id: 1, events: objects * eventsPerObject, eventsPerObject, payloadBytes: 256 },
    endpointUrls: ENDPOINTS.map((endpoint) => checking.urlOf(endpoint)),
    types: TYPES,
  };
  await writeAccounts(dataDir, [account]);
  await checking.plan(ENDPOINTS.map((endpoint) => ({ endpoint, objects, eventsPerObject })));
  await checking.refuse(REFUSED_ORDINAL);

  const system = cleanup.use(await startSystem(dataDir, { dispatching: true, profiling }));
  const request = { ...(JSON.parse(bulkRequest(account)) as object), first: FIRST };
  const resend = await postResend(system, JSON.stringify(request));
  const { sample, pausedAfterMs } = await waitUntilPaused(system, resend);
  await delay(QUIET_MS);
  const before = await checking.count();
  note(`paused after ${pausedAfterMs.toFixed(0)} ms: ${JSON.stringify(before)}`);

  await checking.refuse(null);
  const startedMs = performance.now();
  await resume(system, resend);
  await waitUntilCompleted(system, resend, objects * eventsPerObject * ENDPOINTS.length);
  const seconds = (performance.now() - startedMs) / 1000;
  const verdict = await checking.verdict([{ resendId: resend.id, endpoints: ENDPOINTS }]);
  const requestsBefore = before.received + before.refused;
  const isRight =
    isClean(verdict) && requestsBefore <= FIRST && before.refused > 0 && namesFailure(sample);
  if (!isRight) note(`does not hold: ${JSON.stringify({ before, sample, verdict })}`);
  return {
    ...verdict,
    ...{ requestsBefore, refusedBefore: before.refused, pausedAfterMs },
    perSecond: verdict.received / seconds,
    wrong: isRight ? 0 : 1,
  };
}

/** Exactly the type that was refused is said to fail, and how; every kind is named. */
function namesFailure({ tried, kinds_not_tried }: Sample): boolean {
  const failing = tried.filter(({ failures }) => failures.length > 0);
  const isNamed = failing.every(
    ({ event_type, failures }) =>
      event_type === REFUSED_TYPE && failures.every(({ http_status }) => http_status === 500),
  );
  return failing.length > 0 && isNamed && tried.length + kinds_not_tried === KINDS;
}

async function waitUntilPaused(
  system: System,
  { logUrl }: PostedResend,
): Promise<{ readonly sample: Sample; readonly pausedAfterMs: number }> {
  const { authorization } = system;
  const startedMs = performance.now();
  let sample: Sample | null = null;
  await waitUntil(
    'the pause',
    async () => {
      const { body } = await callHttp(logUrl, { method: 'GET', headers: { authorization } });
      const log = JSON.parse(body) as { readonly control: string; readonly sample: Sample };
      if (log.control === 'PAUSED') ({ sample } = log);
      return sample !== null;
    },
    POLL_MS,
  );
  if (sample === null) throw new StartupError('the resend was not paused');
  return { sample, pausedAfterMs: performance.now() - startedMs };
}

async function resume({ authorization }: System, { logUrl }: PostedResend): Promise<void> {
  const answer = await callHttp(`${logUrl}/resume`, { method: 'POST', headers: { authorization } });
  if (answer.status !== 200) throw new StartupError(`it is not resumed: ${answer.body}`);
}
