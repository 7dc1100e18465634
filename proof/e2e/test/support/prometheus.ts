import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants, writeFileSync } from 'node:fs';
import path from 'node:path';

import { createTempDir, freePort, waitFor } from '@webhooks/testing';

import { operationsFile } from './operations.ts';

/** A real Prometheus on the loopback address. */
export interface Prometheus extends AsyncDisposable {
  /** How many series an expression has now. */
  count(expression: string): Promise<number>;
}

/** Where tools/workspace/bootstrap/tools.mjs puts it. */
const OWN_DIRECTORY = operationsFile('.tools/bin');

/** A program of Prometheus' package; null when it is not here. */
export function findPrometheusTool(name: 'prometheus' | 'promtool'): string | null {
  const directories = [...(process.env['PATH'] ?? '').split(path.delimiter), OWN_DIRECTORY];
  const files = directories.map((directory) => path.join(directory, name));
  return files.find(isExecutable) ?? null;
}

/** Scrapes these ports every second, by the name of their job. */
export async function startPrometheus(
  program: string,
  jobs: Readonly<Record<string, string | undefined>>,
): Promise<Prometheus> {
  const directory = createTempDir();
  const config = directory.file('prometheus.yml');
  const port = await freePort();
  const targets = Object.entries(jobs).map(([job, target]) => ({
    job_name: job,
    static_configs: [{ targets: [`127.0.0.1:${target}`] }],
  }));
  const interval = { scrape_interval: '1s', scrape_timeout: '1s', evaluation_interval: '1s' };
  // YAML takes JSON.
  writeFileSync(config, JSON.stringify({ global: interval, scrape_configs: targets }));
  const args = [
    `--config.file=${config}`,
    `--storage.tsdb.path=${directory.file('data')}`,
    `--web.listen-address=127.0.0.1:${port}`,
  ];
  const child = spawn(program, args, { stdio: 'ignore' });
  const exited = once(child, 'exit');
  const count = async (expression: string): Promise<number> => {
    const url = new URL(`http://127.0.0.1:${port}/api/v1/query`);
    url.searchParams.set('query', expression);
    const { data } = (await (await fetch(url)).json()) as {
      readonly data: { readonly result: readonly unknown[] };
    };
    return data.result.length;
  };
  const prometheus: Prometheus = {
    count,
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGKILL');
      await exited;
      directory[Symbol.dispose]();
    },
  };
  await using starting = new AsyncDisposableStack();
  starting.use(prometheus);
  const everyTarget = Object.keys(jobs).length;
  await waitFor(async () => (await count('up == 1')) === everyTarget, {
    deadlineMs: 30_000,
    what: 'Prometheus to scrape every app',
  });
  starting.move();
  return prometheus;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
