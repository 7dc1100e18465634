import { closeSync, openSync, readSync, statSync, type BigIntStats } from 'node:fs';
import { isIP } from 'node:net';

/** What is read of it; a longer one would hold up the event loop. */
const maxBytes = 64 * 1024;
/** How often it is looked at. */
const checkEveryMs = 1_000;

/**
 * The hosts file, read again when it changes. It is read on the event loop, which waits for
 * no thread; the longest one takes some ten milliseconds. One that cannot be read is empty.
 */
export class HostsFile {
  readonly #path: string;
  readonly #now: () => number;
  #checkedAt = -Infinity;
  /** What tells one content from the next. */
  #version = '';
  #addresses: ReadonlyMap<string, readonly string[]> = new Map();

  constructor(path: string, now: () => number) {
    this.#path = path;
    this.#now = now;
  }

  /** IPv4 first, otherwise in the order of the file; null when it does not hold the name. */
  addressesOf(name: string): readonly string[] | null {
    if (this.#now() - this.#checkedAt >= checkEveryMs) this.#check();
    return this.#addresses.get(name) ?? null;
  }

  #check(): void {
    this.#checkedAt = this.#now();
    try {
      const stats = statSync(this.#path, { bigint: true });
      const version = versionOf(stats);
      if (version === this.#version) return;
      this.#addresses = parseHosts(stats.isFile() ? readStart(this.#path) : '');
      this.#version = version;
    } catch {
      this.#addresses = new Map();
      this.#version = '';
    }
  }
}

function versionOf({ dev, ino, size, mtimeNs, ctimeNs }: BigIntStats): string {
  return [dev, ino, size, mtimeNs, ctimeNs].join(' ');
}

/** Its lines as far as it is read; one that is cut off is left out. */
function readStart(path: string): string {
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(maxBytes);
    const length = readSync(file, bytes, 0, maxBytes, 0);
    const text = bytes.toString('utf8', 0, length);
    return length < maxBytes ? text : text.slice(0, text.lastIndexOf('\n') + 1);
  } finally {
    closeSync(file);
  }
}

/** Lines of an address and its names; what is not one, as an address with a zone, is skipped. */
export function parseHosts(text: string): Map<string, readonly string[]> {
  const addresses = new Map<string, Set<string>>();
  for (const line of text.toLowerCase().split('\n')) {
    const [content = ''] = line.split('#', 1);
    const [address = '', ...names] = content.match(/\S+/g) ?? [];
    if (isIP(address) === 0 || address.includes('%')) continue;
    for (const name of names) {
      const key = name.endsWith('.') ? name.slice(0, -1) : name;
      const known = addresses.get(key);
      if (known === undefined) addresses.set(key, new Set([address]));
      else known.add(address);
    }
  }
  const inOrder = (known: Set<string>): string[] => [...known].sort((a, b) => isIP(a) - isIP(b));
  return new Map([...addresses].map(([name, known]) => [name, inOrder(known)]));
}
