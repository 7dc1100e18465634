import { createHash } from 'node:crypto';

/** What stands before the first link of a chain. */
export const NO_LINK = '0'.repeat(64);

/**
 * A value as RFC 8785 writes it: keys in the order of their UTF-16 code units, no spaces. Fields that
 * are undefined are left out. Meant for what JSON holds; nested no deeper than the stack allows.
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, field]) => `${JSON.stringify(name)}:${canonicalJson(field)}`);
  return `{${fields.join(',')}}`;
}

/**
 * The hash of a link: SHA-256, in hexadecimal digits, of the hash before it, a line feed and the text.
 * Whoever changes, removes or inserts a text changes the hashes of all that follow.
 */
export function linkHash(previousHash: string, text: string): string {
  return createHash('sha256').update(`${previousHash}\n${text}`).digest('hex');
}
