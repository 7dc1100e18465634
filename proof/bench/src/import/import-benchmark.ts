import path from 'node:path';

import type { Benchmark, BenchmarkOptions, BenchmarkResult, Note } from '../benchmark/benchmark.ts';
import { measureRounds, medians } from '../rounds/rounds.ts';
import { createWorkDirectory, requireDisk } from '../benchmark/work-directory.ts';
import { writeEventsFile } from './events-file.ts';
import { timePlainInserts } from './plain-inserts.ts';
import { runImport } from './run-import.ts';

const PAYLOAD_BYTES = 1_024;
/** What the import tool sends, and the service writes, at once. */
const BATCH = 1_000;
/** The file beside it that shows whether memory grows with the size. */
const SMALL_SHARE = 10;
/** In the file, in the database, and in that of the plain inserts. */
const BYTES_PER_EVENT = 5_000;
const LEAST_RATIO = 0.5;
const MOST_GROWTH = 1.25;

/** How near the import is to what SQLite can take. */
export const importBenchmark: Benchmark = {
  name: 'import',
  about: 'the import tool through the service, beside plain SQLite inserts of the same rows',
  run,
};

async function run(options: BenchmarkOptions, note: Note): Promise<BenchmarkResult> {
  const events = options.events ?? 200_000;
  requireDisk(events * BYTES_PER_EVENT);
  using directory = createWorkDirectory('import-files');
  const large = path.join(directory.path, 'large.ndjson');
  const small = path.join(directory.path, 'small.ndjson');
  note(`writing files of ${events} and ${Math.ceil(events / SMALL_SHARE)} events`);
  await writeEventsFile(large, events, PAYLOAD_BYTES);
  await writeEventsFile(small, Math.ceil(events / SMALL_SHARE), PAYLOAD_BYTES);
  const rounds = await measureRounds(options, note, async () => {
    const plainPerSecond = events / timePlainInserts(events, PAYLOAD_BYTES, BATCH);
    const smallFigures = await runImport(small, options.profiling);
    const { seconds, toolPeakMb, servicePeakMb } = await runImport(large, options.profiling);
    return {
      plainPerSecond,
      importedPerSecond: events / seconds,
      ratio: events / seconds / plainPerSecond,
      smallToolPeakMb: smallFigures.toolPeakMb,
      toolPeakMb,
      smallServicePeakMb: smallFigures.servicePeakMb,
      servicePeakMb,
    };
  });
  const figures = medians(rounds);
  const growth = figures.toolPeakMb / figures.smallToolPeakMb;
  return {
    settings: { events, payloadBytes: PAYLOAD_BYTES, batch: BATCH, smallFile: `1/${SMALL_SHARE}` },
    rounds,
    figures: { ...figures, toolMemoryGrowth: growth },
    target: `≥ ${LEAST_RATIO} of the plain inserts; the tool's memory for ten times the file ≤ ${MOST_GROWTH}×`,
    met: figures.ratio >= LEAST_RATIO && growth <= MOST_GROWTH,
    verdict: `${Math.round(figures.importedPerSecond)} records/s, ${figures.ratio.toFixed(2)} of the plain inserts; memory for ten times the file ${growth.toFixed(2)}× (medians)`,
  };
}
