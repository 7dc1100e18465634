import {
  closeSync,
  createReadStream,
  existsSync,
  fstatSync,
  openSync,
  readFileSync,
  readSync,
} from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';

import { createTempDir, seededRandom, waitFor } from '@webhooks/testing';
import { startSystem, type System } from '@webhooks/proof-kit';
import type { Note } from '@webhooks/proof-bench';

import { canTrace } from '../part/can-trace.ts';
import { Arrivals } from '../crash/arrivals.ts';
import { Catalog } from '../crash/catalog.ts';
import type { Part, PartOptions, PartResult } from '../part/part.ts';
import { imageAt, losses, type DiskImage } from './disk-image.ts';
import { judgeImage } from './open-image.ts';
import type { Promises } from './promises.ts';
import { readRecording, straceCommand, type DiskOp } from './recording.ts';

const IMAGES = { short: 60, long: 600 } as const;
/** Resends that are recorded, so many at once. */
const RESENDS = { short: 60, long: 200 } as const;
const CLIENTS = 4;
const BULK_SHARE = 0.1;
const REPORT_LIMIT_MS = 60_000;
const LOG_LIMIT_MS = 60_000;
/** Images without any sync, of which some must break a promise. */
const PLANTED = 20;
const apps = ['resend-service', 'dispatcher'] as const;

/** Whether anything that was promised is lost when the power goes. */
export const powerPart: Part = {
  name: 'power',
  about: 'what is written and not synced is dropped, torn or reordered; every image is opened',
  inTests: 'in turn',
  shortLimitMs: 180_000,
  unavailable: () =>
    canTrace() ? null : 'strace does not work here, which records what is written',
  run,
};

interface Recording {
  readonly base: DiskImage;
  readonly ops: readonly DiskOp[];
  readonly promises: Promises;
  readonly secretsKey: Uint8Array;
}

async function run({ form, seed, count }: PartOptions, note: Note): Promise<PartResult> {
  const random = seededRandom(seed);
  const recording = await record(RESENDS[form], random);
  const { ops, promises } = recording;
  const syncs = ops.filter(({ kind }) => kind === 'sync').length;
  const checkpointed = ops.filter(({ file }) => file === 'database').length;
  note(`${ops.length} operations, ${syncs} syncs, ${promises.answered.length} resends recorded`);
  const images = count ?? IMAGES[form];
  const violations = images === 0 ? [] : judgeImages(recording, images, random);
  const planted = judgeImages(withoutSyncs(recording), PLANTED, random).length;
  if (planted === 0)
    violations.push('a disk that never syncs breaks no promise: nothing is checked');
  return {
    settings: { images, resends: RESENDS[form], losses: losses.join(' ') },
    figures: {
      ...{ operations: ops.length, syncs, checkpointed, answered: promises.answered.length },
      ...{ settled: promises.settled.length, brokenWithoutSyncs: planted },
    },
    violations,
    verdict: `${images} images, ${violations.length} break a promise; ${planted} broken promises in ${PLANTED} images without syncs`,
  };
}

/** Lets the apps work under strace, and keeps what they asked of the disk and the answers that callers got. */
async function record(resends: number, random: () => number): Promise<Recording> {
  const catalog = new Catalog(random);
  await using arrivals = await Arrivals.start(catalog);
  await using system = await startSystem({ LEASE_TTL_MS: '1000', RETRY_SCHEDULE: '0,0.1,0.2,0.3' });
  using logs = createTempDir();
  await system.importRecords(catalog.records(arrivals.url));
  await stopApps(system);
  const base = readImage(system.databaseFile);
  for (const app of apps) await system.start(app, {}, straceCommand(logs.file(app)));
  const promises = await askFor(resends, system, catalog);
  await stopApps(system);
  const lines = await Promise.all(apps.map((app) => linesOf(logs.file(app))));
  const secretsKey = Buffer.from(system.settings['SECRETS_KEY'] ?? '', 'base64');
  return { base, ops: await readRecording(lines), promises, secretsKey };
}

async function stopApps(system: System): Promise<void> {
  for (const app of [...apps].reverse()) await system.app(app).stop();
}

/** The tracer continues for a moment after the app has ended. */
async function linesOf(file: string): Promise<AsyncIterable<string>> {
  const isWhole = (): boolean => /^\d+ +[\d.]+ \+\+\+ exited with 0 \+\+\+\n$/m.test(endOf(file));
  await waitFor(isWhole, {
    deadlineMs: LOG_LIMIT_MS,
    what: () => `the end of ${path.basename(file)}, which ends with ${endOf(file)}`,
  });
  return createInterface({ input: createReadStream(file, 'latin1') });
}

/** The last line of a log is shorter than this. */
const END_BYTES = 80;

function endOf(file: string): string {
  const descriptor = openSync(file, 'r');
  try {
    const { size } = fstatSync(descriptor);
    const end = Buffer.alloc(Math.min(size, END_BYTES));
    readSync(descriptor, end, 0, end.length, size - end.length);
    return end.toString('latin1');
  } finally {
    closeSync(descriptor);
  }
}

/** Clients ask, and look until it is settled, one resend after the other. */
async function askFor(resends: number, system: System, catalog: Catalog): Promise<Promises> {
  const answered: { id: number; atS: number }[] = [];
  const settled: { id: number; delivered: number; atS: number }[] = [];
  let left = resends;
  const client = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const id = await system.api.accept(catalog.nextRequest(BULK_SHARE).body);
      answered.push({ id, atS: Date.now() / 1000 });
      const { delivered } = await system.api.settled(id, REPORT_LIMIT_MS);
      settled.push({ id, delivered, atS: Date.now() / 1000 });
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  return { answered, settled };
}

function readImage(file: string): DiskImage {
  const wal = existsSync(`${file}-wal`) ? readFileSync(`${file}-wal`) : Buffer.alloc(0);
  return { database: readFileSync(file), wal };
}

/** Each loss in turn, at moments behind random operations. */
function judgeImages(recording: Recording, images: number, random: () => number): string[] {
  const { base, ops, promises, secretsKey } = recording;
  return Array.from({ length: images }, (_, at) => {
    const loss = losses[at % losses.length] ?? 'dropped';
    const op = ops[Math.floor(random() * ops.length)];
    const atTimeS = (op?.endedS ?? 0) + 1e-6;
    const image = imageAt(base, ops, atTimeS, loss, random);
    const broken = judgeImage(image, secretsKey, promises, atTimeS);
    return broken.map((promise) => `image ${at}, ${loss} at ${atTimeS}: ${promise}`);
  }).flat();
}

/** As a database with synchronous = OFF would have left it: the planted defect. */
function withoutSyncs(recording: Recording): Recording {
  return { ...recording, ops: recording.ops.filter(({ kind }) => kind !== 'sync') };
}
