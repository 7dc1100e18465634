import { setTimeout as delay } from 'node:timers/promises';

import type { ProcessHandle } from '@webhooks/testing';
import { startApp, type AppName, type Settings } from '@webhooks/proof-kit';

import { nameOf, settingsOf, wrapperOf, type Death } from './deaths.ts';

/** A death that is not met by then is made up for by a plain kill. */
const LIFE_LIMIT_MS = 15_000;

/** Gives an app one life after the other, each with its end. */
export class Reaper {
  readonly #app: AppName;
  readonly #settings: Settings;
  readonly #deaths: Iterator<Death>;
  /** Called after each end, before the next life. */
  readonly #onEnd: () => Promise<void>;
  /** How often each sort of death was met; "unmet-" stands before those that did not come. */
  readonly counts = new Map<string, number>();
  readonly violations: string[] = [];

  constructor(
    app: AppName,
    settings: Settings,
    deaths: Iterator<Death>,
    onEnd: () => Promise<void> = async () => {},
  ) {
    this.#app = app;
    this.#settings = settings;
    this.#deaths = deaths;
    this.#onEnd = onEnd;
  }

  /** Lives so many lives, the first one after the end of `running`. */
  async reap(kills: number, running: ProcessHandle): Promise<void> {
    if (kills === 0) return;
    await running.kill();
    await this.#onEnd();
    this.#count('moment');
    for (let kill = 1; kill < kills; kill += 1) {
      const { value: death } = this.#deaths.next() as IteratorYieldResult<Death>;
      await this.#live(death);
      await this.#onEnd();
    }
  }

  async #live(death: Death): Promise<void> {
    const settings = { ...this.#settings, ...settingsOf(death) };
    await using life = startApp(this.#app, settings, wrapperOf(death));
    const limitMs = death.kind === 'moment' ? death.afterMs : LIFE_LIMIT_MS;
    const over = new AbortController();
    const timer = delay(limitMs, null, { signal: over.signal }).catch(() => null);
    const end = await Promise.race([life.exited, timer]);
    over.abort();
    const state = end ?? (await life.kill());
    this.#count(end === null && death.kind !== 'moment' ? `unmet-${nameOf(death)}` : nameOf(death));
    if (state.signal === 'SIGKILL') return;
    const said = life.lines.slice(-5).join(' | ');
    this.violations.push(`${this.#app}: ended with ${state.code ?? state.signal}: ${said}`);
  }

  #count(name: string): void {
    this.counts.set(name, (this.counts.get(name) ?? 0) + 1);
  }
}
