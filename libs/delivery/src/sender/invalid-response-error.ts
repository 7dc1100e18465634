/** What was wrong with the bytes that came instead of an answer. */
export type InvalidResponseCode =
  | 'ERR_RESPONSE_HEAD'
  | 'ERR_RESPONSE_FRAMING'
  | 'ERR_RESPONSE_LENGTH'
  | 'ERR_RESPONSE_CHUNK'
  | 'ERR_RESPONSE_UPGRADE'
  | 'ERR_RESPONSE_TOO_LONG';

/** What came is not an answer by RFC 9112, or exceeds what is read of one. */
export class InvalidResponseError extends Error {
  readonly code: InvalidResponseCode;

  constructor(code: InvalidResponseCode) {
    super('The answer is not valid HTTP');
    this.code = code;
  }
}
