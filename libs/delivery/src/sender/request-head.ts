import { fieldValue } from '../headers/field-value.ts';
import type { DeliveryRequest } from './sender.ts';
import type { Target } from './target.ts';

/** A request that cannot be put on the wire as it is. */
export class InvalidRequestError extends Error {
  readonly code = 'ERR_REQUEST_HEADER';
}

const fieldName = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

/** What frames a request or belongs to its connection is the sender's own. */
const reserved: ReadonlySet<string> = new Set([
  ...['host', 'connection', 'keep-alive', 'content-length', 'transfer-encoding'],
  ...['te', 'trailer', 'upgrade', 'expect', 'proxy-connection'],
]);

/** The names of a delivery's headers are few and always the same. */
const maxNames = 100;
/** What comes before their values: each piece of a head that is joined costs an object. */
const prefixes = new Map<string, string>();

/**
 * Request line and headers of a POST, to be written as Latin-1. Throws InvalidRequestError for a
 * header that could end the head, or say something else about the request than the sender does.
 */
export function requestHead(
  { host, path }: Pick<Target, 'host' | 'path'>,
  { headers, body }: Pick<DeliveryRequest, 'headers' | 'body'>,
): string {
  let head = `POST ${path} HTTP/1.1\r\nhost: ${host}\r\nconnection: keep-alive`;
  for (const name in headers) {
    const prefix = prefixes.get(name) ?? prefixOf(name);
    const value = headers[name] ?? '';
    if (prefix === null || !fieldValue.test(value)) {
      throw new InvalidRequestError(`The header ${name} cannot be sent`);
    }
    head += prefix;
    head += value;
  }
  return `${head}\r\ncontent-length: ${body.byteLength}\r\n\r\n`;
}

/** Null for a name that may not be sent. */
function prefixOf(name: string): string | null {
  if (!fieldName.test(name) || reserved.has(name.toLowerCase())) return null;
  const prefix = `\r\n${name}: `;
  if (prefixes.size < maxNames) prefixes.set(name, prefix);
  return prefix;
}
