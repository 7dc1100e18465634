import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';

import { type Stage } from '../src/dockerfile.ts';

/** Where stages are built. */
export interface Workshop {
  /** What the Dockerfile calls ".". */
  readonly context: string;
  /** One folder per stage. */
  readonly roots: string;
  readonly environment: NodeJS.ProcessEnv;
  /** The words before a command that runs in the root of a stage. */
  readonly inRoot: (root: string, workdir: string) => readonly string[];
}

/** Does what the stages say, each in a folder that stands for its root. */
export function buildStages(stages: readonly Stage[], workshop: Workshop): void {
  for (const stage of stages) {
    const root = path.join(workshop.roots, stage.name);
    const earlier = path.join(workshop.roots, stage.from);
    if (existsSync(earlier)) cpSync(earlier, root, { recursive: true });
    else mkdirSync(path.join(root, 'tmp'), { recursive: true });
    let workdir = '/app';
    for (const { name, text } of stage.instructions) {
      if (name === 'WORKDIR') {
        workdir = text;
        mkdirSync(path.join(root, workdir), { recursive: true });
      } else if (name === 'COPY') {
        copy(text, root, workdir, workshop);
      } else if (name === 'RUN') {
        const [file = '', ...args] = [...workshop.inRoot(root, workdir), 'sh', '-c', text];
        execFileSync(file, args, { env: workshop.environment, stdio: 'inherit' });
      }
    }
  }
}

function copy(text: string, root: string, workdir: string, workshop: Workshop): void {
  const [, stage, source = '', target = ''] = /^(?:--from=(\S+) )?(\S+) (\S+)$/.exec(text) ?? [];
  const from = stage === undefined ? workshop.context : path.join(workshop.roots, stage);
  cpSync(path.join(from, source), path.join(root, path.resolve(workdir, target)), {
    recursive: true,
  });
}
