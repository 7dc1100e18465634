import type { LeftOutKinds, SampledRow, SampleRow } from '@webhooks/domain';

/** Kinds without a delivery in the sample that are named. */
const MAX_LEFT_OUT = 20;
/** Kinds that are kept apart; what comes after them is left out, and a sample has no room for it. */
const MAX_KINDS = 10_000;

interface Kind {
  readonly example: SampleRow;
  deliveries: number;
  /** Nothing of their objects goes before them. */
  readonly first: SampleRow[];
  /** Something does; kept as long as there are no others. */
  readonly behind: SampleRow[];
}

/**
 * Chooses which deliveries of a resend go first: of each kind, which is event type, endpoint and last
 * failure, one after the other, those of the largest kinds first. Each is the earliest waiting one of
 * its object when its turn comes: of a kind that is always behind others, an object is taken from its
 * first event on.
 */
export class SampleChoice {
  readonly #size: number;
  readonly #kinds = new Map<string, Kind>();

  constructor(size: number) {
    this.#size = size;
  }

  /** Takes in a delivery; they come in their order. */
  add(row: SampleRow): void {
    const key = keyOf(row);
    let kind = this.#kinds.get(key);
    if (kind === undefined) {
      if (this.#kinds.size === MAX_KINDS) return;
      kind = { example: row, deliveries: 0, first: [], behind: [] };
      this.#kinds.set(key, kind);
    }
    kind.deliveries += 1;
    const candidates = row.predecessors?.length === 0 ? kind.first : kind.behind;
    if (row.predecessors !== null && candidates.length < this.#size) candidates.push(row);
  }

  /** Positions that go first for the sake of others, and of which more has to be known. */
  predecessors(): readonly number[] {
    return [...this.#picked()].filter(([, row]) => row === null).map(([position]) => position);
  }

  /** What goes first; given the predecessors, of which those that are settled meanwhile are left out. */
  chosen(predecessors: readonly SampleRow[] = []): readonly SampledRow[] {
    const known = new Map(predecessors.map((row) => [row.position, row]));
    return [...this.#picked()].flatMap(([position, picked]) => {
      const row = picked ?? known.get(position);
      if (row === undefined) return [];
      const { predecessors: _, ...delivery } = row;
      return [{ ...delivery, deliveries: this.#kinds.get(keyOf(row))?.deliveries ?? 1 }];
    });
  }

  /** What the chosen deliveries say nothing of. */
  leftOut(chosen: readonly SampledRow[]): LeftOutKinds {
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

  /** By position, in the order in which they were picked; null where only the position is known. */
  #picked(): ReadonlyMap<number, SampleRow | null> {
    const kinds = this.#largestFirst();
    const picked = new Map<number, SampleRow | null>();
    for (let round = 0; round < this.#size && picked.size < this.#size; round += 1) {
      for (const { first, behind } of kinds) {
        const row = (first.length > 0 ? first : behind)[round];
        if (row === undefined) continue;
        const ahead = (row.predecessors ?? []).filter((position) => !picked.has(position));
        const isNew = !picked.has(row.position);
        if (picked.size + ahead.length + Number(isNew) > this.#size) continue;
        for (const position of ahead) picked.set(position, null);
        picked.set(row.position, row);
      }
    }
    return picked;
  }

  #largestFirst(): Kind[] {
    return [...this.#kinds.values()].sort((one, other) => other.deliveries - one.deliveries);
  }
}

function keyOf({
  eventType,
  endpointId,
  lastFailure,
}: Pick<SampleRow, 'eventType' | 'endpointId' | 'lastFailure'>): string {
  return JSON.stringify([eventType, endpointId, lastFailure]);
}
