import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { createTempDir, startProcess } from '@webhooks/testing';

import { Repetition } from '../scene/many.ts';
import { recordsOf } from '../scene/records.ts';
import type { Scene } from '../scene/scene.ts';
import { everything, fewThenMore } from '../scene/scene-defaults.ts';

const EVENTS = 20_000;
const accountOf = (attacker: number): number => 600 + attacker;
const importTool = fileURLToPath(
  new URL('../../../../../tools/import/src/main.ts', import.meta.url),
);

/** The import tool with the same file again and again. */
export const imports: Scene = {
  name: 'imports',
  about: `imports of ${EVENTS} events in a loop`,
  crowds: fewThenMore,
  judged: everything,
  async attack({ number, settings }) {
    await using ending = new AsyncDisposableStack();
    const directory = ending.use(createTempDir());
    const file = directory.file('events.ndjson');
    const id = accountOf(number);
    const records = [...recordsOf({ id, userIds: [id], endpointUrls: [], events: EVENTS })];
    writeFileSync(file, records.map((record) => `${JSON.stringify(record)}\n`).join(''));
    const run = async (): Promise<void> => {
      await using tool = startProcess({ file: importTool, args: [file], env: settings });
      await tool.exited;
    };
    ending.use(new Repetition(1, run));
    const attack = ending.move();
    return { held: 'one import at any time', [Symbol.asyncDispose]: () => attack.disposeAsync() };
  },
};
