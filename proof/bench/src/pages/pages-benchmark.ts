import path from 'node:path';

import {
  createSqliteEventStore,
  createSqliteResendStore,
  openDatabase,
} from '@webhooks/store-sqlite';

import type { Benchmark, BenchmarkOptions, BenchmarkResult, Note } from '../benchmark/benchmark.ts';
import { measureRounds, medians } from '../rounds/rounds.ts';
import { median } from '../benchmark/statistics.ts';
import { prepareSecrets } from '../system/system.ts';
import { createWorkDirectory, requireDisk } from '../benchmark/work-directory.ts';
import { fillDatabase, type FillSizes } from './fill-database.ts';
import { PAGE, pageCalls, type PageStores } from './page-calls.ts';

const SMALL: FillSizes = { resends: 1_000, deliveries: 10_000, events: 5_000 };
const LARGE: FillSizes = { resends: 1_000_000, deliveries: 10_000_000, events: 1_000_000 };
const BYTES_PER_RESEND = 600;
const BYTES_PER_DELIVERY = 250;
const BYTES_PER_EVENT = 500;
const CALLS = 400;
const MOST_RATIO = 2;

/** Whether pages take longer the more is stored. */
export const pagesBenchmark: Benchmark = {
  name: 'pages',
  about:
    'pages of resends, deliveries and events over a million resends and events and ten million deliveries, beside the same over 1,000, 5,000 and 10,000',
  run,
};

interface Side {
  readonly stores: PageStores;
  readonly sizes: FillSizes;
}

async function run(options: BenchmarkOptions, note: Note): Promise<BenchmarkResult> {
  const sizes: FillSizes = {
    resends: options.resends ?? LARGE.resends,
    deliveries: options.deliveries ?? LARGE.deliveries,
    events: options.events ?? LARGE.events,
  };
  const bytes =
    sizes.resends * BYTES_PER_RESEND +
    sizes.deliveries * BYTES_PER_DELIVERY +
    sizes.events * BYTES_PER_EVENT;
  requireDisk(bytes);
  note(`filling ${(bytes / 1e9).toFixed(1)} GB of disk at most, which takes some minutes`);
  using cleanup = new DisposableStack();
  const small = await openSide(cleanup, SMALL);
  const startedMs = performance.now();
  const large = await openSide(cleanup, sizes);
  note(`filled in ${Math.round((performance.now() - startedMs) / 1000)} s`);
  const rounds = await measureRounds(options, note, () => measurePages(small, large));
  const figures = medians(rounds);
  const ratios = Object.keys(pageCalls).map((name) => figures[`${name} ratio`] ?? Number.NaN);
  const worst = Math.max(...ratios);
  return {
    settings: {
      ...sizes,
      smallResends: SMALL.resends,
      smallDeliveries: SMALL.deliveries,
      smallEvents: SMALL.events,
      page: PAGE,
      calls: CALLS,
    },
    rounds,
    figures: { ...figures, worst },
    target: `each page ≤ ${MOST_RATIO}× (medians)`,
    met: worst <= MOST_RATIO,
    verdict: `the worst page takes ${worst.toFixed(2)}× the time in the large database (medians)`,
  };
}

async function openSide(cleanup: DisposableStack, sizes: FillSizes): Promise<Side> {
  const directory = cleanup.use(createWorkDirectory('pages'));
  await fillDatabase(directory.path, sizes);
  const { secretsKey } = prepareSecrets(directory.path);
  const file = path.join(directory.path, 'webhooks.db');
  const database = cleanup.use(openDatabase({ path: file, secretsKey, readonly: true }));
  const stores = {
    resends: createSqliteResendStore(database),
    events: createSqliteEventStore(database),
  };
  return { stores, sizes };
}

/** Median microseconds of each page in both databases, asked in turn at the same places. */
async function measurePages(small: Side, large: Side): Promise<Record<string, number>> {
  const figures: Record<string, number> = {};
  for (const name of Object.keys(pageCalls)) {
    const times: [number[], number[]] = [[], []];
    for (let call = 0; call < CALLS; call += 1) {
      const share = (call * 0.618) % 1;
      const smallRows = await timeCall(name, small, share, times[0]);
      const largeRows = await timeCall(name, large, share, times[1]);
      if (smallRows !== largeRows || smallRows === 0) {
        throw new Error(`"${name}" has ${smallRows} rows in one and ${largeRows} in the other`);
      }
    }
    const [smallMicros, largeMicros] = times.map(median) as [number, number];
    figures[`${name} small µs`] = smallMicros;
    figures[`${name} large µs`] = largeMicros;
    figures[`${name} ratio`] = largeMicros / smallMicros;
  }
  return figures;
}

async function timeCall(
  name: string,
  { stores, sizes }: Side,
  share: number,
  times: number[],
): Promise<number> {
  const startedMs = performance.now();
  const rows = await pageCalls[name]?.(stores, sizes, share);
  times.push((performance.now() - startedMs) * 1000);
  return rows ?? 0;
}
