import { parseArgs } from 'node:util';

import { StartupError, type Environment } from '@webhooks/runtime';
import { openInput, readLines } from '@webhooks/tool-import';

import { ChainCheck, type KnownHead } from './verify-chain.ts';

/** More than a record with the longest list takes. */
const MAX_LINE_BYTES = 1024 * 1024;
/** Twenty years of heads, one an hour. */
const MAX_HEADS = 200_000;

/**
 * Says whether an export is unchanged; false when it is not.
 *
 * @throws StartupError when a file cannot be read or the command line is wrong.
 */
export async function verifyFile(args: readonly string[], env: Environment): Promise<boolean> {
  const { file, heads } = parse(args);
  const calledFrom = env['INIT_CWD'] || '.';
  const check = new ChainCheck(heads === undefined ? [] : await readHeads(heads, calledFrom));
  for await (const { number, text } of linesOf(file, calledFrom)) check.take(number, text);
  const finding = check.end();
  if (finding === null) {
    console.log(`${file}: ${check.summary()}`);
    return true;
  }
  const where = finding.line === null ? '' : `line ${finding.line}: `;
  console.log(`${file}: CHANGED: ${where}${finding.text}`);
  return false;
}

function parse(args: readonly string[]): { readonly file: string; readonly heads?: string } {
  try {
    const options = { heads: { type: 'string' } } as const;
    const { values, positionals } = parseArgs({
      args: [...args],
      options,
      allowPositionals: true,
    });
    const [file] = positionals;
    if (file === undefined || positionals.length > 1) throw new Error('verify takes one FILE');
    return { file, ...values };
  } catch (error) {
    throw new StartupError((error as Error).message);
  }
}

/** The ends of the chain in a log of the service; its other lines do not matter. */
async function readHeads(name: string, calledFrom: string): Promise<readonly KnownHead[]> {
  const heads: KnownHead[] = [];
  for await (const { text } of linesOf(name, calledFrom)) {
    const head = text.includes('"auditHash"') ? readHead(text) : null;
    if (head === null) continue;
    if (heads.length === MAX_HEADS) throw new StartupError(`${name} has over ${MAX_HEADS} heads`);
    heads.push(head);
  }
  if (heads.length === 0) throw new StartupError(`${name} has no line with the end of the chain`);
  return heads;
}

function readHead(text: string): KnownHead | null {
  try {
    // Whatever stands before the JSON of a line was added by who collected the log.
    const json: unknown = JSON.parse(text.slice(text.indexOf('{')));
    const { auditRecordId, auditHash } = json as Readonly<Record<string, unknown>>;
    if (typeof auditRecordId !== 'number' || typeof auditHash !== 'string') return null;
    return { recordId: auditRecordId, hash: auditHash };
  } catch {
    return null;
  }
}

/** A line that is too long is an empty one. */
async function* linesOf(
  name: string,
  calledFrom: string,
): AsyncGenerator<{ readonly number: number; readonly text: string }> {
  const { chunks } = await openInput(name, calledFrom);
  for await (const lines of readLines(chunks, MAX_LINE_BYTES)) {
    for (const { number, bytes } of lines) yield { number, text: bytes?.toString('utf8') ?? '' };
  }
}
