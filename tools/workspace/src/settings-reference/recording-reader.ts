import { SettingsReader, type Environment } from '@webhooks/runtime';

/** What a reader asks for: the name of a variable, its default and what it accepts. */
export interface ReadSetting {
  readonly name: string;
  /** As it would be written into the environment; null: none. */
  readonly default: string | null;
  readonly accepts: string;
}

interface Range {
  readonly default: number;
  readonly min: number;
  readonly max: number;
}

/**
 * A settings reader that takes down what it is asked for and refuses nothing. Conditional settings
 * are read as if they were set; where one method calls another, the outer one is taken down.
 */
export class RecordingReader extends SettingsReader {
  readonly #settings = new Map<string, ReadSetting>();

  constructor(env: Environment = {}) {
    super(env);
  }

  get settings(): readonly ReadSetting[] {
    return [...this.#settings.values()];
  }

  override has(): boolean {
    return true;
  }

  override port(name: string, fallback: number): number {
    this.#note(name, String(fallback), 'port');
    return super.port(name, fallback);
  }

  override integer(name: string, options: Range): number {
    const { min, max } = options;
    this.#note(name, String(options.default), `${number(min)} to ${number(max)}`);
    return super.integer(name, options);
  }

  override days(name: string, fallback: number): number | null {
    this.#note(name, String(fallback), 'days; 0: for ever');
    return super.days(name, fallback);
  }

  override text(name: string, options: { readonly default?: string } = {}): string {
    this.#note(name, options.default ?? null, 'text');
    return super.text(name, options);
  }

  override optionalText(name: string): string | null {
    this.#note(name, null, 'text');
    return super.optionalText(name);
  }

  override oneOf<T extends string>(name: string, choices: readonly T[], fallback: T): T {
    this.#note(name, fallback, choices.join(', '));
    return super.oneOf(name, choices, fallback);
  }

  override flag(name: string, fallback: boolean): boolean {
    this.#note(name, String(fallback), 'true, false, 1, 0');
    return super.flag(name, fallback);
  }

  override url(
    name: string,
    options: { readonly default?: string; readonly schemes?: readonly string[] } = {},
  ): URL {
    const schemes = options.schemes ?? ['http', 'https'];
    this.#note(name, options.default ?? null, `URL: ${schemes.join(', ')}`);
    return super.url(name, options);
  }

  override list(name: string, fallback: readonly string[]): string[] {
    this.#note(name, fallback.join(',') || null, 'list with commas');
    return super.list(name, fallback);
  }

  override addressBlocks(
    name: string,
    fallback: readonly string[],
  ): ReturnType<SettingsReader['addressBlocks']> {
    this.#note(name, fallback.join(',') || null, 'CIDR list');
    return super.addressBlocks(name, fallback);
  }

  override secretText(name: string): string | null {
    this.#note(name, null, 'secret');
    return super.secretText(name);
  }

  override secret(name: string, options: { readonly minBytes: number }): Uint8Array {
    this.#note(name, null, `secret, at least ${options.minBytes} bytes`);
    return super.secret(name, options);
  }

  override base64(name: string, options: { readonly bytes: number }): Uint8Array {
    this.#note(name, null, `${options.bytes} bytes in base64`);
    return super.base64(name, options);
  }

  override base64List(
    name: string,
    options: { readonly bytes: number; readonly max: number },
  ): readonly Uint8Array[] {
    this.#note(name, null, `up to ${options.max} of ${options.bytes} bytes in base64`);
    return super.base64List(name, options);
  }

  /** What the placeholders make wrong is nobody's setting. */
  override finish(): void {}

  #note(name: string, fallback: string | null, accepts: string): void {
    if (!this.#settings.has(name)) this.#settings.set(name, { name, default: fallback, accepts });
  }
}

function number(value: number): string {
  return value === Number.MAX_SAFE_INTEGER ? '2^53 − 1' : value.toLocaleString('en-US');
}
