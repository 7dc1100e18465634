import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import { createTempDir, waitFor } from '@webhooks/testing';
import { expect } from 'chai';

const LINES = 1_000;

describe('the log on standard output', function () {
  this.timeout(30_000);

  it('lets the app run on at a full device', () => runsOn(openSync('/dev/full', 'w')));

  it('lets the app run on at a socket that nobody reads', () => runsOn('pipe'));

  it('lets the app run on at a pipe that nobody reads', async () => {
    using directory = createTempDir();
    execFileSync('mkfifo', [directory.file('pipe')]);
    await runsOn(openSync(directory.file('pipe'), 'r+'));
  });

  it('lets the app run on when its reader goes away', async () => {
    const child = startLogging('pipe');
    child.stdout?.destroy();
    await hasWrittenAll(child);
  });

  it('tells how many lines were lost with the next one that can be written', async () => {
    const child = startLogging('pipe');
    try {
      await once(child.stderr!, 'data');
      const lines: LogLine[] = [];
      createInterface({ input: child.stdout! }).on('line', (line) =>
        lines.push(JSON.parse(line) as LogLine),
      );
      await waitFor(
        () => {
          child.stdin?.write('more\n');
          return lines.some(({ msg }) => msg === 'One more line');
        },
        { what: () => `one more line after ${lines.length}` },
      );
      const kept = lines.filter(({ msg }) => msg === 'A line').length;
      const notification = lines.find(({ msg }) => msg === 'Log lines were lost');
      expect(kept).to.be.below(LINES);
      expect(notification).to.include({ level: 'warn', app: 'logging' });
      // What was to be one more line may have been lost as well.
      expect(notification?.lostLines).to.be.at.least(LINES - kept);
    } finally {
      child.kill('SIGKILL');
    }
  });
});

interface LogLine {
  readonly msg: string;
  readonly lostLines?: number;
}

function startLogging(output: number | 'pipe'): ChildProcess {
  const program = fileURLToPath(new URL('apps/logging.ts', import.meta.url));
  return spawn(process.execPath, [program, String(LINES)], { stdio: ['pipe', output, 'pipe'] });
}

async function runsOn(output: number | 'pipe'): Promise<void> {
  await hasWrittenAll(startLogging(output));
}

/** Then ends it. */
async function hasWrittenAll(child: ChildProcess): Promise<void> {
  try {
    const [said] = (await once(child.stderr!, 'data', { signal: AbortSignal.timeout(20_000) })) as [
      Buffer,
    ];
    expect(said.toString()).to.equal(`${LINES} lines are written\n`);
    expect(child.exitCode).to.equal(null);
  } finally {
    child.kill('SIGKILL');
  }
}
