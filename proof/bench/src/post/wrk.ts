import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';

import { StartupError } from '@webhooks/runtime';

const run = promisify(execFile);
const script = path.join(import.meta.dirname, 'post.lua');

/** What the load generator is to do. */
export interface WrkOrder {
  /** Where the posts go. */
  readonly url: string;
  readonly authorization: string;
  readonly firstObject: number;
  readonly objects: number;
  readonly connections: number;
  readonly seconds: number;
}

/** What it saw. */
export interface WrkFigures {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Answers with success. */
  readonly accepted: number;
}

interface WrkResult {
  readonly requests: number;
  readonly durationUs: number;
  readonly p50Us: number;
  readonly p99Us: number;
  readonly refused: number;
  readonly broken: number;
}

/** @throws StartupError when wrk is not there, and says how it is installed. */
export async function requireWrk(): Promise<void> {
  // It has no option that does nothing; without a URL it explains itself and fails.
  await run('wrk', ['--version']).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') return;
    throw new StartupError(
      'the load generator wrk is missing: install it with "apt-get install wrk" (Debian, Ubuntu), "dnf install wrk" (Fedora) or "brew install wrk" (macOS)',
    );
  });
}

/** Posts over a number of connections, each as fast as it is answered. Rejects when any post fails. */
export async function runWrk(order: WrkOrder): Promise<WrkFigures> {
  const { url, authorization, firstObject, objects, connections, seconds } = order;
  const load = ['-t', '1', '-c', `${connections}`, '-d', `${seconds}s`, '--timeout', '10s'];
  const forScript = [authorization, `${firstObject}`, `${objects}`];
  const { stdout } = await run('wrk', [...load, '-s', script, url, '--', ...forScript]);
  const text = /^RESULT (.*)$/m.exec(stdout)?.[1];
  if (text === undefined) throw new Error(`wrk printed no result: ${stdout}`);
  const { requests, durationUs, p50Us, p99Us, refused, broken } = JSON.parse(text) as WrkResult;
  if (refused + broken > 0) throw new Error(`${refused} posts were refused, ${broken} broken off`);
  const perSecond = (requests * 1e6) / durationUs;
  return { perSecond, p50Ms: p50Us / 1000, p99Ms: p99Us / 1000, accepted: requests };
}
