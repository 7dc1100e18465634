/** One call as HTTP sees it. All calls of the API can be repeated without harm. */
export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'PATCH';
  /** After the base URL, with its query. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
}

const RESENDS = '/v3/webhooks/resend';
const ENDPOINTS = '/v3/webhooks/endpoints';

/** The path of the resends, of one, or of something below it. */
export function resendPath(...parts: readonly (number | string)[]): string {
  return [RESENDS, ...parts.map(pathPart)].join('/');
}

/** The path of the endpoints, of one, or of something below it. */
export function endpointPath(...parts: readonly string[]): string {
  return [ENDPOINTS, ...parts.map(pathPart)].join('/');
}

/** A path with the parameters that are given. */
export function withQuery(path: string, parameters: object): string {
  const pairs = Object.entries(parameters)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]): [string, string] => [name, String(value)]);
  return pairs.length === 0 ? path : `${path}?${new URLSearchParams(pairs).toString()}`;
}

function pathPart(part: number | string): string {
  if (typeof part === 'number') {
    if (Number.isSafeInteger(part) && part > 0) return String(part);
    throw new TypeError('an ID must be a positive whole number');
  }
  // What is empty or only dots would name another path.
  if (!/^\.{0,2}$/.test(part)) return encodeURIComponent(part);
  throw new TypeError('an ID must be that of an endpoint');
}
