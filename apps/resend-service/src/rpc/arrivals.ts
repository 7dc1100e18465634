/** How often the process notes that it looked at its connections. */
const NOTE_EVERY_MS = 250;

/** A process without a note for this long stood still, or was stopped. */
const STANDSTILL_MS = 1_000;

/**
 * Tells when what is read may have come. A process that was stopped finds calls in its sockets whose
 * callers have waited all the while: their deadlines do not begin with the reading.
 */
export class Arrivals implements Disposable {
  readonly #now: () => number;
  readonly #timer: NodeJS.Timeout;
  #lastNoteMs: number;
  #noteBeforeMs: number;

  /** now: a clock that never jumps and continues while the process is stopped. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
    this.#lastNoteMs = this.#noteBeforeMs = now();
    // An immediate runs behind a look at all sockets, so one lies between any two notes.
    this.#timer = setInterval(() => setImmediate(() => this.note()), NOTE_EVERY_MS).unref();
  }

  note(): void {
    this.#noteBeforeMs = this.#lastNoteMs;
    this.#lastNoteMs = this.#now();
  }

  /** The earliest moment at which what is read now may have come. */
  earliest(): number {
    const nowMs = this.#now();
    // The note before the last: a process may be stopped between its look and the note of it.
    return nowMs - this.#noteBeforeMs < STANDSTILL_MS ? nowMs : this.#noteBeforeMs;
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }
}
