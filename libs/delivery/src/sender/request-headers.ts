import { fieldValue } from '../headers/field-value.ts';

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
const maxKnownNames = 100;
const knownNames = new Set<string>();

/**
 * Throws InvalidRequestError for a header that could end the head, or say something else about the
 * request than the sender does.
 */
export function checkHeaders(headers: Readonly<Record<string, string>>): void {
  for (const name in headers) {
    const value = headers[name] ?? '';
    if (!isAllowed(name) || !fieldValue.test(value)) {
      throw new InvalidRequestError(`The header ${name} cannot be sent`);
    }
  }
}

function isAllowed(name: string): boolean {
  if (knownNames.has(name)) return true;
  if (!fieldName.test(name) || reserved.has(name.toLowerCase())) return false;
  if (knownNames.size < maxKnownNames) knownNames.add(name);
  return true;
}
