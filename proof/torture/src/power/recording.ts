/** The files that a database consists of; its shared memory is made anew after a power loss. */
export type DiskFile = 'database' | 'wal';

/** Something that was asked of the disk, by any process; times in seconds since the epoch. */
export type DiskOp = {
  readonly file: DiskFile;
  readonly startedS: number;
  readonly endedS: number;
} & (
  | { readonly kind: 'write'; readonly offset: number; readonly data: Buffer }
  | { readonly kind: 'truncate'; readonly size: number }
  | { readonly kind: 'sync' }
);

/** What strace is asked for, so that its log can be read back. */
export function straceCommand(logFile: string): readonly string[] {
  const calls = 'trace=pwrite64,fsync,fdatasync,ftruncate,pwritev,pwritev2';
  // The tracer goes aside: the app stays our own child. Strings are never cut.
  return [
    ...['strace', '-D', '-f', '-ttt', '-T', '-y', '-xx', '-s', '4194304', '--seccomp-bpf'],
    ...['-o', logFile, '-e', calls],
  ];
}

const LINE = /^(\d+) +(\d+\.\d+) (.*)$/;
const BEGUN = /^(\w+)\(\d+<([^>]*)>(?:, "((?:\\x[0-9a-f]{2})*)"(\.\.\.)?, \d+)?(?:, (\d+))?/;
/** What the call answered, and how many seconds it took. */
const RESULT = /= (\d+) <([\d.]+)>$/;
const suffixes: readonly (readonly [suffix: string, file: DiskFile])[] = [
  ['webhooks.db-wal', 'wal'],
  ['webhooks.db', 'database'],
];

/**
 * Reads logs of strace, line by line, into one order. Throws when one holds something that it cannot
 * read.
 */
export async function readRecording(logs: readonly Lines[]): Promise<DiskOp[]> {
  const ops = await Promise.all(logs.map(readLog));
  return ops.flat().sort((a, b) => a.startedS - b.startedS);
}

/** A log may be larger than a text can be. */
type Lines = Iterable<string> | AsyncIterable<string>;

async function readLog(lines: Lines): Promise<DiskOp[]> {
  /** Calls that have begun, by thread. */
  const begun = new Map<string, { readonly text: string; readonly startedS: number }>();
  const ops: DiskOp[] = [];
  for await (const line of lines) {
    const [, thread = '', time = '', text = ''] = LINE.exec(line) ?? [];
    if (text === '' || text.startsWith('+++') || text.startsWith('---')) continue;
    if (text.endsWith('<unfinished ...>')) {
      begun.set(thread, { text, startedS: Number(time) });
      continue;
    }
    const isResumed = text.startsWith('<...');
    const first = isResumed ? begun.get(thread) : { text, startedS: Number(time) };
    if (first === undefined) throw new Error(`strace resumes what it never began: ${text}`);
    const op = toOp(first.text, text, first.startedS);
    if (op !== null) ops.push(op);
  }
  return ops;
}

/** Null: of another file, or it failed. */
function toOp(begun: string, ended: string, startedS: number): DiskOp | null {
  const [, call = '', path = '', hex = '', isCut, last] = BEGUN.exec(begun) ?? [];
  const name = fromHex(path).toString();
  const file = suffixes.find(([suffix]) => name.endsWith(suffix))?.[1];
  const [, result, tookS] = RESULT.exec(ended) ?? [];
  if (file === undefined || result === undefined) return null;
  const common = { file, startedS, endedS: startedS + Number(tookS) };
  if (call === 'fsync' || call === 'fdatasync') return { ...common, kind: 'sync' };
  if (call === 'ftruncate') return { ...common, kind: 'truncate', size: Number(last) };
  const data = fromHex(hex);
  if (call !== 'pwrite64' || isCut !== undefined || data.length !== Number(result)) {
    throw new Error(`cannot read back a ${call} of ${result} bytes at ${last}`);
  }
  return { ...common, kind: 'write', offset: Number(last), data };
}

function fromHex(text: string): Buffer {
  return Buffer.from(text.replaceAll('\\x', ''), 'hex');
}
