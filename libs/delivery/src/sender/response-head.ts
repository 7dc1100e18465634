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
const fieldLine = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+:[\t ]*([\t\x20-\x7e\x80-\xff]*)$/;
const lineEnd = '\r\n';
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
  const firstEnd = endOfLine(text, 0);
  const [, minorVersion, status] = statusLine.exec(text.slice(0, firstEnd)) ?? [];
  if (status === undefined) throw new InvalidResponseError('ERR_RESPONSE_HEAD');
  const httpStatus = Number(status);
  const fields = readFields(text, firstEnd + lineEnd.length);
  return {
    httpStatus,
    framing: framingOf(httpStatus, fields),
    retryAfter: fields.retryAfter,
    keepsConnection: keepsConnection(minorVersion === '1', fields.connection),
    keptForMs: keptForMs(fields.keepAlive),
  };
}

function endOfLine(text: string, start: number): number {
  const end = text.indexOf(lineEnd, start);
  return end === -1 ? text.length : end;
}

/** Reads the lines from a place on. Most are of no interest, and only looked at. */
function readFields(text: string, start: number): Fields {
  const fields: Fields = {
    contentLength: null,
    transferEncoding: null,
    connection: '',
    keepAlive: '',
    retryAfter: null,
  };
  for (let at = start, end; at <= text.length; at = end + lineEnd.length) {
    end = endOfLine(text, at);
    const line = text.slice(at, end);
    if (!fieldLine.test(line)) throw new InvalidResponseError('ERR_RESPONSE_HEAD');
    readField(fields, line);
  }
  return fields;
}

function readField(fields: Fields, line: string): void {
  switch (line.slice(0, line.indexOf(':')).toLowerCase()) {
    case 'content-length':
      if (fields.contentLength !== null) throw new InvalidResponseError('ERR_RESPONSE_LENGTH');
      fields.contentLength = valueOf(line);
      return;
    case 'transfer-encoding':
      if (fields.transferEncoding !== null) throw new InvalidResponseError('ERR_RESPONSE_FRAMING');
      fields.transferEncoding = valueOf(line).toLowerCase();
      return;
    case 'connection':
      fields.connection += `,${valueOf(line)}`;
      return;
    case 'keep-alive':
      fields.keepAlive = valueOf(line);
      return;
    case 'retry-after':
      fields.retryAfter ??= valueOf(line);
      return;
  }
}

function valueOf(line: string): string {
  return (fieldLine.exec(line)?.[1] ?? '').trimEnd();
}

function keepsConnection(isByDefault: boolean, connection: string): boolean {
  if (connection === '') return isByDefault;
  const tokens = connection.toLowerCase().split(/[\t ]*,[\t ]*/);
  return isByDefault ? !tokens.includes('close') : tokens.includes('keep-alive');
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
  if (keepAlive === '') return null;
  const [, seconds] = /(?:^|[,;\t ])timeout=(\d{1,9})(?:$|[,;\t ])/i.exec(keepAlive) ?? [];
  return seconds === undefined ? null : Number(seconds) * 1000;
}
