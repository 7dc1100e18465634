/** Where progress is shown: a terminal gets one line that changes, a file a line now and then. */
export interface ProgressOutput {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

const TERMINAL_INTERVAL_MS = 200;
const FILE_INTERVAL_MS = 5_000;
const CLEAR_LINE = '\r\u001b[K';

/** Shows how an import gets on. */
export class Progress {
  readonly #output: ProgressOutput;
  readonly #totalBytes: number | null;
  readonly #startedAtMs: number;
  readonly #nowMs: () => number;
  #shownAtMs: number;

  /** `totalBytes` is null when nobody knows how much will come. */
  constructor(output: ProgressOutput, totalBytes: number | null, nowMs = () => performance.now()) {
    this.#output = output;
    this.#totalBytes = totalBytes;
    this.#nowMs = nowMs;
    this.#startedAtMs = nowMs();
    this.#shownAtMs = this.#startedAtMs;
  }

  /** Shows the state, unless it did so a moment ago. */
  update(accepted: number, bad: number, readBytes: number): void {
    const nowMs = this.#nowMs();
    const intervalMs = this.#output.isTTY ? TERMINAL_INTERVAL_MS : FILE_INTERVAL_MS;
    if (nowMs - this.#shownAtMs < intervalMs) return;
    this.#shownAtMs = nowMs;
    const percent =
      this.#totalBytes === null ? [] : [`${percentOf(readBytes, this.#totalBytes)} %`];
    const parts = [`${format(accepted)} records`, ...percent, `${this.#rate(accepted)}/s`];
    const line = [...parts, ...(bad > 0 ? [`${format(bad)} bad`] : [])].join('  ');
    this.#output.write(this.#output.isTTY ? `${CLEAR_LINE}${line}` : `${line}\n`);
  }

  /** Writes a line of its own, and leaves no half-shown progress before it. */
  note(line: string): void {
    this.#output.write(`${this.#output.isTTY ? CLEAR_LINE : ''}${line}\n`);
  }

  /** What became of it all. */
  summary(accepted: number, bad: number): string {
    const seconds = ((this.#nowMs() - this.#startedAtMs) / 1000).toFixed(1);
    const bads = bad > 0 ? `, ${format(bad)} bad lines` : '';
    return `imported ${format(accepted)} records in ${seconds} s (${this.#rate(accepted)}/s)${bads}`;
  }

  #rate(accepted: number): string {
    const seconds = (this.#nowMs() - this.#startedAtMs) / 1000;
    return format(seconds > 0 ? Math.round(accepted / seconds) : accepted);
  }
}

function percentOf(part: number, whole: number): number {
  return whole === 0 ? 100 : Math.min(100, Math.floor((part / whole) * 100));
}

function format(count: number): string {
  return count.toLocaleString('en-US');
}
