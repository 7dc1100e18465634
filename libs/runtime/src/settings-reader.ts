import { BlockList, isIP, isIPv6 } from 'node:net';
import path from 'node:path';

import { dataDirProblem } from './data-dir.ts';
import { readSecretText } from './secret-text.ts';
import { StartupError } from './startup-error.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads settings from environment variables and collects what is wrong with them. An empty variable
 * counts as absent, except that empty blocks of addresses are none. A bad one reads as a placeholder until `finish` refuses them all together, so
 * call `finish` before using anything.
 */
export class SettingsReader {
  readonly #env: Environment;
  readonly #problems: string[] = [];

  constructor(env: Environment) {
    this.#env = env;
  }

  /** Whether the variable is set to anything. */
  has(name: string): boolean {
    return this.#read(name) !== null;
  }

  /** A TCP port; 0 asks the system for a free one. */
  port(name: string, fallback: number): number {
    return this.integer(name, { default: fallback, min: 0, max: 65_535 });
  }

  /** A whole decimal number between both limits, inclusive. */
  integer(
    name: string,
    options: { readonly default: number; readonly min: number; readonly max: number },
  ): number {
    const text = this.#read(name);
    if (text === null) return options.default;
    const value = /^-?\d{1,15}$/.test(text) ? Number(text) : NaN;
    if (value >= options.min && value <= options.max) return value;
    this.problem(
      name,
      `must be a whole number from ${options.min} to ${options.max}, not ${quote(text)}`,
    );
    return options.default;
  }

  /** Days, in milliseconds; 0 reads as null and means for ever. At most a hundred years. */
  days(name: string, fallback: number): number | null {
    const days = this.integer(name, { default: fallback, min: 0, max: 36_500 });
    return days === 0 ? null : days * 86_400_000;
  }

  /** Any text; required when there is no default. */
  text(name: string, options: { readonly default?: string } = {}): string {
    return this.#read(name) ?? options.default ?? this.#missing(name, '');
  }

  /** Any text, or null when it is absent. */
  optionalText(name: string): string | null {
    return this.#read(name);
  }

  /** HOST, the address that servers bind; brackets around IPv6 are left out. */
  host(): string {
    const host = this.text('HOST', { default: '127.0.0.1' }).replace(/^\[(.*)\]$/, '$1');
    // A URL cannot hold a zone, as in fe80::1%eth0.
    const isAddress = isIPv6(host) && !host.includes('%');
    if (isAddress || (/^[^\s:/?#@%]+$/.test(host) && URL.canParse(`http://${host}`))) return host;
    this.problem('HOST', `must be an address without a zone, or a name, not ${quote(host)}`);
    return '127.0.0.1';
  }

  /** DATA_DIR as an absolute path that has room for the name of the database. */
  dataDir(): string {
    const directory = path.resolve(this.text('DATA_DIR', { default: './data' }));
    const problem = dataDirProblem(directory);
    if (problem !== null) this.problem('DATA_DIR', problem);
    return directory;
  }

  /** One of the choices, spelt exactly. */
  oneOf<T extends string>(name: string, choices: readonly T[], fallback: T): T {
    const text = this.#read(name);
    if (text === null) return fallback;
    const choice = choices.find((candidate) => candidate === text);
    if (choice !== undefined) return choice;
    this.problem(name, `must be one of ${choices.join(', ')}, not ${quote(text)}`);
    return fallback;
  }

  /** Exactly true, false, 1 or 0. */
  flag(name: string, fallback: boolean): boolean {
    const text = this.#read(name);
    if (text === null) return fallback;
    if (text === 'true' || text === '1') return true;
    if (text === 'false' || text === '0') return false;
    this.problem(name, `must be true, false, 1 or 0, not ${quote(text)}`);
    return fallback;
  }

  /**
   * An absolute URL with one of the schemes (http and https by default); required when
   * there is no default. Its value is never shown, because it may hold a password.
   */
  url(
    name: string,
    options: { readonly default?: string; readonly schemes?: readonly string[] } = {},
  ): URL {
    const schemes = options.schemes ?? ['http', 'https'];
    const rule = `must be a URL that starts with ${schemes.map((scheme) => `${scheme}://`).join(' or ')}`;
    const text = this.#read(name) ?? options.default ?? this.#missing(name, rule);
    const url = URL.parse(text);
    if (url !== null && url.host !== '' && schemes.includes(url.protocol.slice(0, -1))) return url;
    if (text !== '') this.problem(name, rule);
    return new URL('http://invalid');
  }

  /** Items separated by commas, spaces around them dropped. */
  list(name: string, fallback: readonly string[]): string[] {
    const items = this.#read(name)?.split(',') ?? fallback;
    const trimmed = items.map((item) => item.trim());
    if (trimmed.includes('')) this.problem(name, 'must not have an empty item between its commas');
    return trimmed;
  }

  /** Blocks of addresses, as in "10.0.0.0/8,::1/128"; none if the variable is empty. */
  addressBlocks(name: string, fallback: readonly string[]): BlockList {
    const blocks = new BlockList();
    for (const text of this.#env[name] === '' ? [] : this.list(name, fallback)) {
      const [, address = '', length = ''] = /^([^/]+)\/(\d{1,3})$/.exec(text) ?? [];
      try {
        blocks.addSubnet(address, Number(length), isIP(address) === 6 ? 'ipv6' : 'ipv4');
      } catch {
        this.problem(name, `must hold blocks like 10.0.0.0/8, not ${quote(text)}`);
      }
    }
    return blocks;
  }

  /**
   * A secret, or null when it is absent; one final newline is cut off, and other white space at its
   * ends is a problem.
   */
  secretText(name: string): string | null {
    const raw = this.#read(name);
    if (raw === null) return null;
    const { text, problem } = readSecretText(raw);
    if (problem !== null) this.problem(name, problem);
    return text === '' ? null : text;
  }

  /** The UTF-8 bytes of a required secret text. */
  secret(name: string, options: { readonly minBytes: number }): Uint8Array {
    const rule = `must be at least ${options.minBytes} bytes long`;
    const bytes = Buffer.from(this.secretText(name) ?? this.#missing(name, rule));
    if (bytes.length > 0 && bytes.length < options.minBytes) {
      this.problem(name, `${rule}, not ${bytes.length}`);
    }
    return bytes;
  }

  /** The bytes of a required secret in base64, exactly as many as given. */
  base64(name: string, options: { readonly bytes: number }): Uint8Array {
    const rule = `must be ${options.bytes} bytes in base64`;
    const text = this.secretText(name) ?? this.#missing(name, rule);
    const bytes = Buffer.from(text, 'base64');
    const isGood = bytes.length === options.bytes && isCanonicalBase64(text);
    // White space at the ends is reported by secretText.
    if (text !== '' && text === text.trim() && !isGood) this.problem(name, rule);
    return bytes;
  }

  /** Required secrets in base64 with commas between them, each of exactly as many bytes as given. */
  base64List(
    name: string,
    options: { readonly bytes: number; readonly max: number },
  ): readonly Uint8Array[] {
    const { bytes, max } = options;
    const rule = `must be ${bytes} bytes in base64, or up to ${max} such with commas between them`;
    const text = this.secretText(name) ?? this.#missing(name, rule);
    const texts = text.split(',');
    const values = texts.map((text) => Buffer.from(text, 'base64'));
    const isKey = (key: string, index: number) =>
      values[index]?.length === bytes && isCanonicalBase64(key);
    const isGood = texts.length <= max && texts.every(isKey);
    if (text !== '' && text === text.trim() && !isGood) this.problem(name, rule);
    return values;
  }

  /** Notes that a variable is wrong; the message follows its name and holds no secret. */
  problem(name: string, message: string): void {
    const problem = `${name} ${message}`;
    if (!this.#problems.includes(problem)) this.#problems.push(problem);
  }

  /** @throws StartupError that names every problem at once. */
  finish(): void {
    if (this.#problems.length > 0) throw new StartupError(this.#problems.join('; '));
  }

  #read(name: string): string | null {
    const text = this.#env[name];
    return text === undefined || text === '' ? null : text;
  }

  #missing(name: string, rule: string): '' {
    this.problem(name, rule === '' ? 'is missing' : `is missing: it ${rule}`);
    return '';
  }
}

/** Shows a bad value on one line, cut to a length that a terminal bears. */
function quote(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}

/** Padding may be left out. */
function isCanonicalBase64(text: string): boolean {
  const canonical = Buffer.from(text, 'base64').toString('base64');
  return canonical.replace(/(?<!=)=+$/, '') === text.replace(/(?<!=)=+$/, '');
}
