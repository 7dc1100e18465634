import { DomainError, noOptions, type ResendOptions } from '@webhooks/domain';

import { inventOptions, inventRate, type Asked } from './asked-options.ts';
import { ORIGIN, USER } from './catalog.ts';
import type { SimulatedDatabase } from './simulated-database.ts';
import type { World } from './world.ts';

export interface OptionDeskOptions {
  readonly world: World;
  readonly database: SimulatedDatabase;
  /** Owners say how some of their resends are carried out. */
  readonly hasOptions: boolean;
}

/** Resends by what was asked of them. */
export interface OptionFigures {
  readonly samples: number;
  /** Samples that failed, and whose resends were resumed. */
  readonly let_go: number;
  readonly put_off: number;
  readonly rated: number;
}

/** What owners say of how their resends are carried out, and what came of it. */
export class OptionDesk {
  /** Of each resend. */
  readonly asked = new Map<number, Asked>();
  readonly #options: OptionDeskOptions;

  constructor(options: OptionDeskOptions) {
    this.#options = options;
  }

  invent(nowMs: number): ResendOptions {
    const { world, hasOptions } = this.#options;
    return hasOptions ? inventOptions(world.whims, nowMs) : noOptions;
  }

  /** A resend is accepted. True when it is not to begin yet: what is not in the future says nothing. */
  keep(id: number, options: ResendOptions, nowMs: number): boolean {
    const { first, maxRatePerSecond } = options;
    const { world } = this.#options;
    const isPutOff = options.notBeforeMs !== null && options.notBeforeMs > nowMs;
    const notBeforeMs = isPutOff ? options.notBeforeMs : null;
    this.asked.set(id, {
      first,
      notBeforeMs,
      acceptedPassedMs: world.passedMs,
      rates: [maxRatePerSecond],
      wasRated: maxRatePerSecond !== null,
      isLetGo: false,
    });
    const said = JSON.stringify({ first, notBeforeMs, maxRatePerSecond });
    if (this.#options.hasOptions) world.note(`the owner wants of resend ${String(id)}: ${said}`);
    return isPutOff;
  }

  /** How often what was asked for, so that it is seen that it was. */
  get figures(): OptionFigures {
    const asked = [...this.asked.values()];
    return {
      samples: asked.filter(({ first }) => first !== null).length,
      let_go: asked.filter(({ isLetGo }) => isLetGo).length,
      put_off: asked.filter(({ notBeforeMs }) => notBeforeMs !== null).length,
      rated: asked.filter(({ wasRated }) => wasRated).length,
    };
  }

  /** Resends that are paused because a part of what went first failed. */
  held(): readonly number[] {
    return this.#options.database
      .rows<{ id: number }>(
        `SELECT id FROM resends WHERE sample_state = 'FAILED' AND control = 'PAUSED'
           AND finished_at_ms IS NULL ORDER BY id`,
      )
      .map(({ id }) => id);
  }

  /** The owner resumed it all the same. */
  letGo(id: number): void {
    const asked = this.asked.get(id);
    if (asked !== undefined) asked.isLetGo = true;
  }

  async changeRate(id: number): Promise<void> {
    const { world, database } = this.#options;
    const rate = world.whims.happens(0.3) ? null : inventRate(world.whims);
    const change = { id, userId: USER, maxRatePerSecond: rate, actor: ORIGIN };
    try {
      await database.resends.changeRate({ ...change, nowMs: world.clock.now() });
    } catch (error) {
      // Settled: refused as the contract says.
      if (error instanceof DomainError) return;
      throw error;
    }
    world.note(`the owner asks: resend ${String(id)} at ${String(rate)} a second`);
    const asked = this.asked.get(id);
    if (asked === undefined) return;
    asked.rates = [...asked.rates, rate];
    asked.wasRated ||= rate !== null;
  }
}
