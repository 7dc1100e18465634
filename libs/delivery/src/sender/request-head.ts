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
const allowedNames = new Set<string>();

/**
 * Request line and headers of a POST, to be written as Latin-1. Throws InvalidRequestError for a
 * header that could end the head, or say something else about the request than the sender does.
 */
export function requestHead(
  { host, path }: Pick<Target, 'host' | 'path'>,
  { headers, body }: Pick<DeliveryRequest, 'headers' | 'body'>,
): string {
  let head = `POST ${path} HTTP/1.1\r\nhost: ${host}\r\nconnection: keep-alive\r\n`;
  for (const name in headers) {
    const value = headers[name] ?? '';
    if (!isAllowedName(name) || !fieldValue.test(value)) {
      throw new InvalidRequestError(`The header ${name} cannot be sent`);
    }
    head += `${name}: ${value}\r\n`;
  }
  return `${head}content-length: ${body.byteLength}\r\n\r\n`;
}

function isAllowedName(name: string): boolean {
  if (allowedNames.has(name)) return true;
  if (!fieldName.test(name) || reserved.has(name.toLowerCase())) return false;
  if (allowedNames.size < maxNames) allowedNames.add(name);
  return true;
}
