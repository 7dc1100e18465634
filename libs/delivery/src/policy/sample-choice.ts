import type { LeftOutKinds } from '@webhooks/domain';

/** A planned delivery, as far as it matters for a sample. */
export interface SampleCandidate {
  readonly position: number;
  readonly eventType: string;
  readonly endpointId: string;
  /** How the last attempt that is known failed; empty: it did not, or none is known. */
  readonly lastFailure: string;
  /** False: an earlier event of its object goes before it. */
  readonly isFirstOfObject: boolean;
}

/** A delivery of a sample, with how many are of its kind. */
export interface SampledDelivery extends Omit<SampleCandidate, 'isFirstOfObject'> {
  readonly deliveries: number;
}

/** Kinds without a delivery in the sample that are named. */
const MAX_LEFT_OUT = 20;

interface Kind {
  readonly example: SampleCandidate;
  deliveries: number;
  readonly first: SampleCandidate[];
}

/** Kinds that are kept apart; what comes after them is left out, and a sample has no room for it. */
const MAX_KINDS = 10_000;

/**
 * Chooses which deliveries of a resend go first: of each kind, which is event type, endpoint and last
 * failure, one after the other, those of the largest kinds first.
 */
export class SampleChoice {
  readonly #size: number;
  readonly #kinds = new Map<string, Kind>();

  constructor(size: number) {
    this.#size = size;
  }

  /** Takes in a delivery; they come in their order. */
  add(candidate: SampleCandidate): void {
    const key = keyOf(candidate);
    let kind = this.#kinds.get(key);
    if (kind === undefined) {
      if (this.#kinds.size === MAX_KINDS) return;
      kind = { example: candidate, deliveries: 0, first: [] };
      this.#kinds.set(key, kind);
    }
    kind.deliveries += 1;
    if (candidate.isFirstOfObject && kind.first.length < this.#size) kind.first.push(candidate);
  }

  /** What the chosen deliveries say nothing of. */
  leftOut(chosen: readonly SampledDelivery[]): LeftOutKinds {
    const tried = new Set(chosen.map(keyOf));
    const kinds = this.#largestFirst().filter(({ example }) => !tried.has(keyOf(example)));
    return {
      count: kinds.length,
      kinds: kinds.slice(0, MAX_LEFT_OUT).map(({ example, deliveries }) => ({
        eventType: example.eventType,
        endpointId: example.endpointId,
        lastFailure: example.lastFailure === '' ? null : example.lastFailure,
        deliveries,
      })),
    };
  }

  #largestFirst(): Kind[] {
    return [...this.#kinds.values()].sort((one, other) => other.deliveries - one.deliveries);
  }

  chosen(): readonly SampledDelivery[] {
    const kinds = this.#largestFirst();
    const chosen: SampledDelivery[] = [];
    for (let round = 0; round < this.#size && chosen.length < this.#size; round += 1) {
      for (const { deliveries, first } of kinds) {
        const candidate = first[round];
        if (candidate === undefined || chosen.length === this.#size) continue;
        const { isFirstOfObject: _, ...delivery } = candidate;
        chosen.push({ ...delivery, deliveries });
      }
    }
    return chosen;
  }
}

function keyOf({
  eventType,
  endpointId,
  lastFailure,
}: Pick<SampleCandidate, 'eventType' | 'endpointId' | 'lastFailure'>): string {
  return JSON.stringify([eventType, endpointId, lastFailure]);
}
