import type { Note } from '@webhooks/proof-bench';
import { freePort } from '@webhooks/testing';
import { startSystem, type AppName, type System } from '@webhooks/proof-kit';

import { AttackerProcess } from './attackers.ts';
import {
  judge,
  percentile,
  UNANSWERED_MS,
  type Comparison,
  type Round,
  type Timings,
} from './scene/judge.ts';
import { Neighbour } from './neighbour.ts';
import type { Scene } from './scene/scene.ts';

const ROUNDS = 3;
/** Of 100 requests the 99th percentile would be one request, which is chance. */
const PERCENTILES = { short: 95, long: 99 } as const;
const WARM_UP_REQUESTS = 40;
/** How late another account's bulk resend may begin. */
const BULK_LIMIT_MS = 5_000;
const APPS = ['resend-service', 'rest-facade', 'dispatcher'] as const satisfies readonly AppName[];

/** How a scene is run. */
export interface SceneOptions {
  readonly form: 'short' | 'long';
  readonly seed: number;
  /** Requests of a kind in a round. */
  readonly requests: number;
}

/** What came of a scene. */
export interface SceneResult {
  readonly comparisons: number;
  readonly requests: number;
  readonly figures: Readonly<Record<string, number>>;
  readonly violations: readonly string[];
}

/** Runs a scene against a system of its own, with one attacker and then with more. */
export async function runScene(
  scene: Scene,
  options: SceneOptions,
  note: Note,
): Promise<SceneResult> {
  // The other one comes through a proxy, and some of the attackers through the same.
  await using system = await startSystem({ TRUSTED_PROXIES: '127.0.0.1/32' });
  await using neighbour = await Neighbour.start(system.settings);
  const crowds = options.form === 'short' ? scene.crowds.slice(0, 1) : scene.crowds;
  const numbers = Array.from({ length: Math.max(...crowds) }, (_, number) => number);
  const receiverPorts = await Promise.all(numbers.map(() => freePort()));
  const records = receiverPorts.flatMap((port, number) => [
    ...(scene.records?.(number, `http://127.0.0.1:${port}`, options.form) ?? []),
  ]);
  await system.importRecords([...neighbour.records(), ...records]);
  await neighbour.round(WARM_UP_REQUESTS, ['post']);
  const run = new SceneRun({ scene, options, note, system, neighbour, receiverPorts });
  for (const crowd of crowds) await run.withCrowd(crowd);
  return run.result();
}

interface SceneRunParts {
  readonly scene: Scene;
  readonly options: SceneOptions;
  readonly note: Note;
  readonly system: System;
  readonly neighbour: Neighbour;
  /** One for each attacker. */
  readonly receiverPorts: readonly number[];
}

class SceneRun {
  readonly #parts: SceneRunParts;
  readonly #ended = new Set<AppName>();
  readonly #figures: Record<string, number> = {};
  readonly #violations: string[] = [];
  #comparisons = 0;
  #requests = 0;

  constructor(parts: SceneRunParts) {
    this.#parts = parts;
    for (const name of APPS) {
      void parts.system.app(name).exited.then(() => this.#ended.add(name));
    }
  }

  async withCrowd(crowd: number): Promise<void> {
    const { scene, options } = this.#parts;
    const share = PERCENTILES[options.form] / 100;
    const rounds: Round[] = [];
    const bulksMs: number[] = [];
    for (let round = 0; round < ROUNDS && this.#ended.size === 0; round += 1) {
      const alone = await this.#round();
      await using attackers = new AsyncDisposableStack();
      await this.#attack(crowd, attackers, round === 0);
      const beside = await this.#round();
      rounds.push({ alone, beside });
      this.#tell(round + 1, alone, beside);
      if (scene.judgesBulk === true) bulksMs.push(await this.#parts.neighbour.bulkBegins());
    }
    for (const comparison of judge(rounds, scene.judged, share)) this.#note(comparison, crowd);
    if (bulksMs.length > 0) this.#judgeBulks(bulksMs, crowd);
    for (const name of this.#ended) this.#violate(crowd, `${name} has ended`);
  }

  result(): SceneResult {
    return {
      comparisons: this.#comparisons,
      requests: this.#requests,
      figures: this.#figures,
      violations: this.#violations,
    };
  }

  async #round(): Promise<Timings> {
    const { neighbour, options, scene } = this.#parts;
    const timings = await neighbour.round(options.requests, scene.judged);
    this.#requests += options.requests * scene.judged.length;
    return timings;
  }

  async #attack(
    crowd: number,
    attackers: AsyncDisposableStack,
    isReported: boolean,
  ): Promise<void> {
    const { scene, options, note, system, receiverPorts } = this.#parts;
    const { settings } = system;
    const standing = receiverPorts.slice(0, crowd).map((receiverPort, number) => {
      const { form, seed } = options;
      const orders = { scene: scene.name, number, settings, receiverPort, form, seed };
      return attackers.use(new AttackerProcess(orders)).standing();
    });
    const held = await Promise.all(standing);
    if (isReported) note(`${scene.name} × ${crowd}: each holds ${[...new Set(held)].join(' or ')}`);
  }

  #tell(round: number, alone: Timings, beside: Timings): void {
    const { scene, options, note } = this.#parts;
    const side = (timings: Timings): string =>
      scene.judged
        .map((measure) => shown(percentile(timings[measure], PERCENTILES[options.form] / 100)))
        .join(', ');
    note(`round ${round} of ${scene.judged.join(', ')}: ${side(alone)}; beside ${side(beside)}`);
  }

  #note({ measure, aloneMs, besideMs, boundMs, holds }: Comparison, crowd: number): void {
    const { scene, options, note } = this.#parts;
    const key = `${scene.name}_${crowd}_${measure}`.replaceAll('-', '_');
    this.#comparisons += 1;
    this.#figures[`${key}_alone_ms`] = aloneMs;
    this.#figures[`${key}_beside_ms`] = besideMs;
    const figures = `p${PERCENTILES[options.form]} ${shown(aloneMs)} alone, ${shown(besideMs)} beside, at most ${shown(boundMs)}`;
    note(
      `${scene.name.padEnd(18)} × ${crowd}  ${measure.padEnd(8)} ${figures}${holds ? '' : '  !'}`,
    );
    if (!holds) this.#violate(crowd, `${measure} ${figures}`);
  }

  #judgeBulks(bulksMs: readonly number[], crowd: number): void {
    const { scene } = this.#parts;
    const worstMs = Math.max(...bulksMs);
    this.#comparisons += 1;
    this.#figures[`${scene.name}_${crowd}_bulk_ms`.replaceAll('-', '_')] = worstMs;
    if (worstMs <= BULK_LIMIT_MS) return;
    this.#violate(crowd, `another account's bulk resend begins after ${shown(worstMs)}`);
  }

  #violate(crowd: number, what: string): void {
    this.#violations.push(`${this.#parts.scene.name} × ${crowd}: ${what}`);
  }
}

function shown(ms: number): string {
  return ms >= UNANSWERED_MS ? 'unanswered' : `${ms.toFixed(0)} ms`;
}
