import { InvalidResponseError } from './invalid-response-error.ts';

/** How the end of a body is found: by its length, by its last chunk, by the end of the connection. */
export type Framing =
  | { readonly kind: 'length'; readonly bytes: number }
  | { readonly kind: 'chunked' }
  | { readonly kind: 'until_close' };

/** Status line and headers, as far as an attempt asks for them. */
export interface ResponseHead {
  readonly httpStatus: number;
  readonly framing: Framing;
  /** The first one's value; null without one. */
  readonly retryAfter: string | null;
  /** False when the receiver closes the connection after this answer. */
  readonly keepsConnection: boolean;
  /** How long the receiver says that it keeps an unused connection; null when it does not say. */
  readonly keptForMs: number | null;
}

const statusLine = /^HTTP\/1\.([01]) ([1-9]\d\d)(?: [\t\x20-\x7e\x80-\xff]*)?$/;
const fieldLine = /^([!#$%&'*+\-.^_`|~0-9A-Za-z]+):[\t ]*([\t\x20-\x7e\x80-\xff]*)$/;
const maxSafeLength = /^\d{1,15}$/;

/** Fields that decide how the answer is read; all others are only checked. */
interface Fields {
  contentLength: string | null;
  transferEncoding: string | null;
  connection: string;
  keepAlive: string;
  retryAfter: string | null;
}

/**
 * Reads a head without its empty line, by RFC 9112: no folded lines, no bare line ends, no length
 * that is not one. Throws InvalidResponseError.
 */
export function parseResponseHead(text: string): ResponseHead {
  const [first = '', ...lines] = text.split('\r\n');
  const [, minorVersion, status] = statusLine.exec(first) ?? [];
  if (status === undefined) throw new InvalidResponseError('ERR_RESPONSE_HEAD');
  const httpStatus = Number(status);
  const fields = readFields(lines);
  const tokens = fields.connection.toLowerCase().split(/[\t ]*,[\t ]*/);
  return {
    httpStatus,
    framing: framingOf(httpStatus, fields),
    retryAfter: fields.retryAfter,
    keepsConnection:
      minorVersion === '1' ? !tokens.includes('close') : tokens.includes('keep-alive'),
    keptForMs: keptForMs(fields.keepAlive),
  };
}

function readFields(lines: readonly string[]): Fields {
  const fields: Fields = {
    contentLength: null,
    transferEncoding: null,
    connection: '',
    keepAlive: '',
    retryAfter: null,
  };
  for (const line of lines) {
    const [, name, value] = fieldLine.exec(line) ?? [];
    if (name === undefined || value === undefined)
      throw new InvalidResponseError('ERR_RESPONSE_HEAD');
    readField(fields, name.toLowerCase(), value.trimEnd());
  }
  return fields;
}

function readField(fields: Fields, name: string, value: string): void {
  switch (name) {
    case 'content-length':
      if (fields.contentLength !== null) throw new InvalidResponseError('ERR_RESPONSE_LENGTH');
      fields.contentLength = value;
      return;
    case 'transfer-encoding':
      if (fields.transferEncoding !== null) throw new InvalidResponseError('ERR_RESPONSE_FRAMING');
      fields.transferEncoding = value.toLowerCase();
      return;
    case 'connection':
      fields.connection += `,${value}`;
      return;
    case 'keep-alive':
      fields.keepAlive = value;
      return;
    case 'retry-after':
      fields.retryAfter ??= value;
      return;
  }
}

/** Two framings at once are how answers are smuggled, so they are none. */
function framingOf(httpStatus: number, { contentLength, transferEncoding }: Fields): Framing {
  if (contentLength !== null && !maxSafeLength.test(contentLength)) {
    throw new InvalidResponseError('ERR_RESPONSE_LENGTH');
  }
  if (transferEncoding !== null) {
    if (transferEncoding !== 'chunked' || contentLength !== null) {
      throw new InvalidResponseError('ERR_RESPONSE_FRAMING');
    }
  }
  if (httpStatus < 200 || httpStatus === 204 || httpStatus === 304) {
    return { kind: 'length', bytes: 0 };
  }
  if (transferEncoding !== null) return { kind: 'chunked' };
  if (contentLength !== null) return { kind: 'length', bytes: Number(contentLength) };
  return { kind: 'until_close' };
}

function keptForMs(keepAlive: string): number | null {
  const [, seconds] = /(?:^|[,;\t ])timeout=(\d{1,9})(?:$|[,;\t ])/i.exec(keepAlive) ?? [];
  return seconds === undefined ? null : Number(seconds) * 1000;
}
