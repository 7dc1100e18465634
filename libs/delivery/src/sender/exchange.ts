/** A request as it goes to a connection, its target left out. */
export interface ExchangeRequest {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** Status line and headers of an answer, as far as an attempt asks for them. */
export interface ResponseHead {
  readonly httpStatus: number;
  /** The first one's value; null without one. */
  readonly retryAfter: string | null;
  /** webhook-duplicate, in the same way. */
  readonly duplicate: string | null;
  /** webhook-challenge, in the same way. */
  readonly challenge: string | null;
}

/** Whoever sends a request on a connection and takes what comes of it. Nothing of it may throw. */
export interface ExchangeUser {
  /**
   * Asked right before the first byte leaves; false: nothing is written, and the connection ends.
   * isKept: the connection has carried requests to their answers before.
   */
  onWrite(isKept: boolean): boolean;
  /** The first byte of an answer came. */
  onAnswer(): void;
  /** The head of an answer came, or of an interim one (1xx), of which there may be several. */
  onHead(head: ResponseHead): void;
  /** A part of the body; it is not to be kept. */
  onData(data: Uint8Array): void;
  /** The answer is there in full. */
  onEnd(): void;
  /** It failed, or broke; nothing more is called. */
  onError(error: Error): void;
}

/** What was wrong with what came instead of an answer. */
export type InvalidAnswerCode =
  | 'ERR_ANSWER_SYNTAX'
  | 'ERR_ANSWER_LENGTH'
  | 'ERR_ANSWER_TOO_LONG'
  | 'ERR_ANSWER_UPGRADE'
  | 'ERR_UNASKED_CONTINUE';

/** What came is not an answer, or exceeds what is read of one; its message is for people. */
export class InvalidAnswerError extends Error {
  readonly code: InvalidAnswerCode;

  constructor(code: InvalidAnswerCode, message: string) {
    super(message);
    this.code = code;
  }
}
