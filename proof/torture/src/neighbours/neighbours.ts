import type { Note } from '@webhooks/proof-bench';
import { seededRandom } from '@webhooks/testing';
import { StartupError } from '@webhooks/runtime';

import type { Part, PartOptions, PartResult } from '../part/part.ts';
import { runScene } from './run-scene.ts';
import type { Scene } from './scene/scene.ts';
import { scenes } from './scenes.ts';

/** Requests of a kind in a round. */
const REQUESTS = { short: 100, long: 300 } as const;
/** Scenes of the short form, drawn by the seed. */
const SHORT_SCENES = 2;
const MINUTE_MS = 60_000;

/** Lets bad neighbours do what each scene says, and times what somebody else gets meanwhile. */
export const neighbours: Part = {
  name: 'neighbours',
  about: 'nobody else feels one user, one endpoint, one peer',
  inTests: 'each commit',
  shortLimitMs: 420_000,
  run,
};

async function run(options: PartOptions, note: Note): Promise<PartResult> {
  const { form, seed, minutes = Infinity } = options;
  const requests = options.count ?? REQUESTS[form];
  const chosen = choose(options);
  const endsAtMs = performance.now() + minutes * MINUTE_MS;
  const sums = { scenes: 0, comparisons: 0, requests: 0, not_held: 0 };
  const figures: Record<string, number> = {};
  const violations: string[] = [];
  const left: string[] = [];
  for (const scene of chosen) {
    if (performance.now() > endsAtMs) {
      left.push(scene.name);
      continue;
    }
    note(`${scene.name}: ${scene.about}`);
    const found = await runScene(scene, { form, seed, requests }, note);
    sums.scenes += 1;
    sums.comparisons += found.comparisons;
    sums.requests += found.requests;
    Object.assign(figures, found.figures);
    violations.push(...found.violations);
  }
  sums.not_held = violations.length;
  return {
    settings: { requests, scenes: chosen.map(({ name }) => name).join(' ') },
    figures: { ...sums, ...figures },
    violations,
    verdict: verdictOf(sums, left),
  };
}

/** A line that can be summed over parts of a run. */
function verdictOf(sums: Readonly<Record<string, number>>, left: readonly string[]): string {
  const counts = Object.entries(sums).map(([name, count]) => `${name} ${count}`);
  const notRun = left.length === 0 ? '' : `; no time for ${left.join(', ')}`;
  return `${counts.join(', ')}${notRun}`;
}

/** The scene that is asked for, all of them, or for the short form some that the seed draws. */
function choose({ form, seed, scene: name }: PartOptions): readonly Scene[] {
  if (name !== undefined) return [sceneOf(name)];
  if (form === 'long') return scenes;
  const random = seededRandom(seed);
  const drawn = scenes.map((scene) => ({ scene, at: random() })).toSorted((a, b) => a.at - b.at);
  return drawn.slice(0, SHORT_SCENES).map(({ scene }) => scene);
}

function sceneOf(name: string): Scene {
  const scene = scenes.find((one) => one.name === name);
  if (scene !== undefined) return scene;
  throw new StartupError(
    `there is no scene ${name}; there are ${scenes.map((one) => one.name).join(', ')}`,
  );
}
