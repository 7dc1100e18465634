import type { Settings } from '@webhooks/proof-kit';

import type { Measure } from './judge.ts';
import type { RestUser } from './rest-user.ts';

/** One of the bad neighbours, as a process of its own. */
export interface Attacker {
  /** Counts from 0; attackers share neither accounts nor users. */
  readonly number: number;
  /** Its own loopback address: nobody else connects from it. */
  readonly address: string;
  readonly settings: Settings;
  readonly seed: number;
  readonly form: 'short' | 'long';
  /** A user of the facade at this address; its connections end with the attack. */
  readonly user: (userId: number, connections?: number) => RestUser;
}

/** An attack that stands. Disposing it ends it, and withdraws what it asked for. */
export interface Attack extends AsyncDisposable {
  /** What it holds, in words. */
  readonly held: string;
}

/** Something bad that a neighbour does. */
export interface Scene {
  readonly name: string;
  readonly about: string;
  /** How many do it at once, one run after the other. */
  readonly crowds: readonly number[];
  /** What the other one still has to have. */
  readonly judged: readonly Measure[];
  /** Whether the other one's bulk resend has to begin as well. */
  readonly judgesBulk?: boolean;
  /** What an attacker needs in the catalog; its receiver goes by its path. */
  records?(attacker: number, receiverUrl: string, form: 'short' | 'long'): Iterable<object>;
  /** Resolves when the attack stands. */
  attack(attacker: Attacker): Promise<Attack>;
}
