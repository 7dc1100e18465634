/** A request as it came in. */
export interface Arrival {
  readonly endpoint: number;
  readonly resendId: number;
  /** When its first byte came; by the clock of all processes. */
  readonly atMs: number;
  /** Requests that the endpoint had not answered then, this one included. */
  readonly inFlight: number;
}

const COLUMNS = 4;
const FIRST_ROWS = 4_096;

/** Keeps arrivals in a table of numbers, which costs a receiver next to nothing. */
export class ArrivalLog {
  #table = new Float64Array(FIRST_ROWS * COLUMNS);
  #rows = 0;

  get size(): number {
    return this.#rows;
  }

  add({ endpoint, resendId, atMs, inFlight }: Arrival): void {
    const at = this.#rows * COLUMNS;
    if (at === this.#table.length) {
      const larger = new Float64Array(this.#table.length * 2);
      larger.set(this.#table);
      this.#table = larger;
    }
    this.#table[at] = endpoint;
    this.#table[at + 1] = resendId;
    this.#table[at + 2] = atMs;
    this.#table[at + 3] = inFlight;
    this.#rows += 1;
  }

  /** The table so far; the log is empty afterwards. */
  drain(): Float64Array {
    const table = this.#table.slice(0, this.#rows * COLUMNS);
    this.#rows = 0;
    return table;
  }
}

/** Reads a table of arrivals. */
export function readArrivals(table: Float64Array): Arrival[] {
  return Array.from({ length: table.length / COLUMNS }, (_, row) => {
    const [endpoint, resendId, atMs, inFlight] = table.subarray(
      row * COLUMNS,
      (row + 1) * COLUMNS,
    ) as unknown as [number, number, number, number];
    return { endpoint, resendId, atMs, inFlight };
  });
}
