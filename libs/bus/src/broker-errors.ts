import { NatsError } from 'nats';

/** The broker is away, full or does not answer; the same call may succeed later. */
export class BusUnavailableError extends Error {
  override readonly name = 'BusUnavailableError';
}

/** Why a connection with the broker cannot continue. */
export class ConnectionFailure extends Error {
  override readonly name = 'SessionFailure';
  /** The stream has lost its files while the server runs; only a new one helps. */
  readonly streamIsBroken: boolean;

  constructor(
    message: string,
    options: { readonly streamIsBroken?: boolean; readonly cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.streamIsBroken = options.streamIsBroken ?? false;
  }
}

const RESOURCES_EXCEEDED = 10_023;
const STORAGE_EXCEEDED = 10_047;
const CONSUMER_NOT_FOUND = 10_014;
const MESSAGE_NOT_FOUND = 10_037;
const STREAM_NOT_FOUND = 10_059;
const STORE_FAILED = 10_077;

export const isConsumerNotFound = (error: unknown): boolean =>
  apiErrorCode(error) === CONSUMER_NOT_FOUND;

export const isMessageNotFound = (error: unknown): boolean =>
  apiErrorCode(error) === MESSAGE_NOT_FOUND;

export const isStreamNotFound = (error: unknown): boolean =>
  apiErrorCode(error) === STREAM_NOT_FOUND;

/** The server has less storage than a stream is to have. */
export const isStorageShortage = (error: unknown): boolean =>
  [RESOURCES_EXCEEDED, STORAGE_EXCEEDED].includes(apiErrorCode(error) ?? 0);

/** JetStream refused the request itself, as opposed to not answering. */
export const isRefusal = (error: unknown): boolean => apiErrorCode(error) !== null;

/** Nothing listens on the subject: there is no such stream or consumer, or no JetStream. */
export const hasNoResponders = (error: unknown): boolean =>
  error instanceof NatsError && error.code === '503' && error.api_error === undefined;

/** The stream cannot write; its limits being reached has the same code and is no such failure. */
export const isStoreFailure = (error: unknown): boolean =>
  apiErrorCode(error) === STORE_FAILED &&
  !(error as NatsError).api_error?.description.startsWith('maximum ');

function apiErrorCode(error: unknown): number | null {
  return error instanceof NatsError ? (error.api_error?.err_code ?? null) : null;
}

/** For people: the server's own words where it gave some. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof NatsError)) return error instanceof Error ? error.message : String(error);
  if (error.api_error !== undefined) return error.api_error.description;
  if (error.permissionContext !== undefined) {
    return noPermission(error.permissionContext.operation, error.permissionContext.subject);
  }
  if (error.code === '503') return 'the server has no JetStream, or not for this user';
  if (error.code === 'TIMEOUT') return 'the server does not answer in time';
  return credentialWords.get(error.code) ?? error.message;
}

const credentialWords: ReadonlyMap<string, string> = new Map([
  ['AUTHORIZATION_VIOLATION', 'the server refuses the user or password of NATS_URL'],
  ['AUTHENTICATION_EXPIRED', 'the credentials have expired'],
  ['ACCOUNT_EXPIRED', 'the account has expired at the server'],
]);

/** operation: publish or subscription. */
export function noPermission(operation: string, subject: string): string {
  // Names of their own in every connection, which say nothing.
  const usual = subject.replace(/^(_INBOX|\$JS\.ACK)\..*$/, '$1.>');
  return `the user of NATS_URL has no permission for ${operation} of ${usual}`;
}
