import { canonicalJson, linkHash } from '@webhooks/runtime';

/** Where a chain ended at some time, as the service's log or a backup says. */
export interface KnownHead {
  readonly recordId: number;
  readonly hash: string;
}

/** What was found wrong, with the line of the export; null: it ends too early. */
export interface Finding {
  readonly line: number | null;
  readonly text: string;
}

interface Link {
  readonly hash: string;
  readonly previousHash: string;
  readonly recordId: number;
  readonly record: unknown;
}

/** Checks the lines of an export one by one. Holds the heads that are known, and the first finding. */
export class ChainCheck {
  readonly #heads: ReadonlyMap<number, string>;
  #first: Link | null = null;
  #last: Link | null = null;
  #records = 0;
  #headsSeen = 0;
  #finding: Finding | null = null;

  constructor(heads: readonly KnownHead[]) {
    this.#heads = new Map(heads.map(({ recordId, hash }) => [recordId, hash]));
  }

  /** A line of the export; what follows the first finding is not looked at. */
  take(line: number, text: string): void {
    if (this.#finding !== null) return;
    const link = readLink(text);
    const problem = link === null ? 'is no record of an export' : this.#problemOf(link);
    if (problem !== null) {
      this.#finding = { line, text: problem };
      return;
    }
    this.#first ??= link;
    this.#last = link;
    this.#records += 1;
  }

  /** What is wrong; null when everything is as it was exported. */
  end(): Finding | null {
    if (this.#finding !== null) return this.#finding;
    const lastId = this.#last?.recordId ?? 0;
    const missing = [...this.#heads.keys()].filter((id) => id > lastId);
    if (missing.length === 0) return null;
    const text = `ends with record ${lastId}, but record ${Math.max(...missing)} was in the chain`;
    return { line: null, text };
  }

  /** For people, when nothing is wrong. */
  summary(): string {
    if (this.#first === null || this.#last === null) return 'no records';
    const { recordId, hash } = this.#last;
    const heads = this.#heads.size === 0 ? '' : `, ${this.#headsSeen} known heads among them`;
    return (
      `unchanged: records ${this.#first.recordId} to ${recordId}, ${this.#records} in all${heads}; ` +
      `the last hash is ${hash}`
    );
  }

  #problemOf(link: Link): string | null {
    const { recordId, hash } = link;
    const before = this.#last;
    if (linkHash(link.previousHash, canonicalJson(link.record)) !== hash) {
      return `record ${recordId} is not what was hashed`;
    }
    if (before !== null && (before.hash !== link.previousHash || before.recordId >= recordId)) {
      return `record ${recordId} does not follow record ${before.recordId}: something is missing, or the order is another one`;
    }
    const known = this.#heads.get(recordId);
    if (known === undefined) return null;
    this.#headsSeen += 1;
    return known === hash ? null : `record ${recordId} had another hash when it was the last one`;
  }
}

function readLink(text: string): Link | null {
  try {
    const { hash, previous_hash, record } = JSON.parse(text) as Readonly<Record<string, unknown>>;
    const { id } = record as { readonly id?: unknown };
    if (typeof hash !== 'string' || typeof previous_hash !== 'string') return null;
    if (typeof id !== 'number') return null;
    return { hash, previousHash: previous_hash, recordId: id, record };
  } catch {
    return null;
  }
}
