/** One call as HTTP sees it. */
export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** After the base URL, with its query. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** It changes nothing although it is no GET. */
  readonly isReading?: boolean;
}

const RESENDS = '/v3/webhooks/resend';
const ENDPOINTS = '/v3/webhooks/endpoints';
const EVENTS = '/v3/webhooks/events';
const IDEMPOTENCY_KEY = 'idempotency-key';

/** The path of the resends, of one, or of something below it. */
export function resendPath(...parts: readonly (number | string)[]): string {
  return [RESENDS, ...parts.map(pathPart)].join('/');
}

/** The path of the endpoints, of one, or of something below it. */
export function endpointPath(...parts: readonly string[]): string {
  return [ENDPOINTS, ...parts.map(pathPart)].join('/');
}

/** The path of the events, or of one. */
export function eventPath(...parts: readonly string[]): string {
  return [EVENTS, ...parts.map(pathPart)].join('/');
}

/** A path with the parameters that are given. */
export function withQuery(path: string, parameters: object): string {
  const pairs = Object.entries(parameters)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]): [string, string] => [name, String(value)]);
  return pairs.length === 0 ? path : `${path}?${new URLSearchParams(pairs).toString()}`;
}

/** Whether somebody may find something changed after a call. */
export function changesSomething({ method, isReading = false }: ApiRequest): boolean {
  return method !== 'GET' && !isReading;
}

/** The key of a call; null when it has none. */
export function idempotencyKeyOf({ headers }: ApiRequest): string | null {
  return headers?.[IDEMPOTENCY_KEY] ?? null;
}

/**
 * The headers that carry an idempotency key.
 *
 * @throws TypeError when the API would not take it, or it cannot stand in a header.
 */
export function idempotencyHeaders(key: unknown): Readonly<Record<string, string>> {
  // A space at an end of a header's value is lost on the way.
  if (typeof key === 'string' && key.trim() === key && /^[\x20-\x7e]{1,255}$/.test(key)) {
    return { [IDEMPOTENCY_KEY]: key };
  }
  throw new TypeError(
    'idempotencyKey must be 1 to 255 printable ASCII characters, without spaces at its ends',
  );
}

function pathPart(part: unknown): string {
  if (typeof part === 'number' && Number.isSafeInteger(part) && part > 0) return String(part);
  // What is empty or only dots would name another path.
  if (typeof part === 'string' && !/^\.{0,2}$/.test(part) && isWellFormed(part)) {
    return encodeURIComponent(part);
  }
  const kind =
    typeof part === 'string' ? 'that of an endpoint or event' : 'a positive whole number';
  throw new TypeError(`an ID must be ${kind}`);
}

/** Half a surrogate pair has no form in UTF-8. */
function isWellFormed(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}
