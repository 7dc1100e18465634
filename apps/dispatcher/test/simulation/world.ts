import type { Clock } from '@webhooks/domain';

import { Chance } from './chance.ts';

interface Timer {
  readonly dueMs: number;
  readonly callback: () => void;
}

/** Any moment will do: nothing depends on it. */
const START_MS = 1_800_000_000_000;

/** Time, chance and the record of what happened; nothing in it depends on the machine. */
export class World {
  readonly seed: number;
  readonly chance: Chance;
  /** Choices of options; apart from the others, so that those of a seed do not depend on them. */
  readonly whims: Chance;
  readonly clock: Clock = { now: () => Math.floor(this.#wallMs) };
  /** What happened, line by line, for whoever has to understand a failure. */
  readonly trace: string[] = [];
  readonly violations: string[] = [];
  /** Milliseconds since the beginning, whatever the clock shows. */
  passedMs = 0;
  steps = 0;
  /** Operations of the real store that need more than one turn of the event loop. */
  busy = 0;
  #wallMs = START_MS;
  readonly #jumps: { readonly passedMs: number; readonly byMs: number; readonly fromMs: number }[] =
    [];
  /** By time; at the same time in the order of their coming. */
  readonly #timers: Timer[] = [];

  constructor(seed: number) {
    this.seed = seed;
    this.chance = new Chance(seed);
    this.whims = new Chance(seed ^ 0x5bd1e995);
  }

  /** Calls back after a delay. */
  after(delayMs: number, callback: () => void): () => void {
    const timer = { dueMs: this.passedMs + Math.max(0, delayMs), callback };
    this.#timers.splice(this.#placeOf(timer.dueMs), 0, timer);
    return () => {
      const index = this.#timers.indexOf(timer);
      if (index !== -1) this.#timers.splice(index, 1);
    };
  }

  /** Lets the next thing happen; false when nothing is left to happen by then. */
  async step(untilMs: number): Promise<boolean> {
    const [timer] = this.#timers;
    if (timer === undefined || timer.dueMs > untilMs) return false;
    this.#timers.shift();
    this.#wallMs += timer.dueMs - this.passedMs;
    this.passedMs = timer.dueMs;
    this.steps += 1;
    timer.callback();
    // The second round is for what collects calls for one turn of the event loop.
    await nextRound();
    do await nextRound();
    while (this.busy > 0);
    return true;
  }

  /** How far the clock was set forward since then, by the time that has passed; in all. */
  setForwardSince(passedMs: number): number {
    const since = this.#jumps.filter((jump) => jump.passedMs >= passedMs && jump.byMs > 0);
    return since.reduce((sum, { byMs }) => sum + byMs, 0);
  }

  /** The latest that the clock has shown since then; it may have been set back. */
  latestShownSince(passedMs: number): number {
    const since = this.#jumps.filter((jump) => jump.passedMs >= passedMs);
    return Math.max(this.clock.now(), ...since.map(({ fromMs }) => fromMs));
  }

  /** The clock is set; time continues as before. */
  jump(ms: number): void {
    this.note(`the clock jumps by ${String(ms)} ms`);
    this.#jumps.push({ passedMs: this.passedMs, byMs: ms, fromMs: this.clock.now() });
    this.#wallMs += ms;
  }

  note(line: string): void {
    this.trace.push(`${this.passedMs.toFixed(1).padStart(9)} ms  ${line}`);
  }

  /** Something that must hold does not. */
  violate(what: string): void {
    this.note(`DOES NOT HOLD: ${what}`);
    this.violations.push(what);
  }

  #placeOf(dueMs: number): number {
    let from = 0;
    let to = this.#timers.length;
    while (from < to) {
      const middle = (from + to) >> 1;
      if ((this.#timers[middle]?.dueMs ?? 0) <= dueMs) from = middle + 1;
      else to = middle;
    }
    return from;
  }
}

function nextRound(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
