import type { Environment } from '@webhooks/runtime';

/** A stream as far as output needs it. */
export interface OutputStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
  /** Resolves when everything is written, or cannot be. */
  flush?(): Promise<void>;
}

/** Colours that mean something. */
export type Colour = 'green' | 'red' | 'yellow' | 'dim' | 'bold';

const CODES: Readonly<Record<Colour, number>> = { green: 32, red: 31, yellow: 33, dim: 2, bold: 1 };
const DEFAULT_COLUMNS = 80;

/** Writes to one stream as it deserves: a terminal gets colours and a width, a pipe plain text. */
export class Terminal {
  readonly #stream: OutputStream;
  readonly #colours: boolean;
  /** A line can be written over again. */
  readonly isInteractive: boolean;

  constructor(stream: OutputStream, env: Environment) {
    this.#stream = stream;
    this.isInteractive = stream.isTTY === true && env['TERM'] !== 'dumb';
    this.#colours = this.isInteractive && !env['NO_COLOR'];
  }

  /** Columns that there are; a pipe has no end of them. */
  get width(): number {
    return this.#stream.isTTY === true ? this.#stream.columns || DEFAULT_COLUMNS : Infinity;
  }

  /** The text in a colour, where there are colours. */
  paint(colour: Colour, text: string): string {
    return this.#colours ? `\u001b[${CODES[colour]}m${text}\u001b[0m` : text;
  }

  line(text: string): void {
    this.#stream.write(`${text}\n`);
  }

  /** Puts a line over the one that was shown last; an empty one takes it away. */
  show(line: string): void {
    this.#stream.write(`\r\u001b[K${line}`);
  }

  /** Resolves when everything is written, or cannot be. */
  async flush(): Promise<void> {
    await this.#stream.flush?.();
  }

  /** Writes as it is, without an end of line. */
  raw(text: string): void {
    this.#stream.write(text);
  }
}
