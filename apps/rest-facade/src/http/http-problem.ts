import type { ReachedLimit } from '@webhooks/domain';

/** A request that is refused by HTTP itself, before the domain has a say. */
export class HttpProblem extends Error {
  override readonly name = 'HttpProblem';
  readonly status: number;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Undefined where no limit is the matter. */
  readonly limit: ReachedLimit | undefined;

  constructor(
    status: number,
    code: string,
    detail: string,
    headers: Readonly<Record<string, string>> = {},
    limit?: ReachedLimit,
  ) {
    super(detail);
    this.status = status;
    this.code = code;
    this.headers = headers;
    this.limit = limit;
  }

  get detail(): string {
    return this.message;
  }
}

/** Largest request body. */
export const MAX_BODY_BYTES = 64 * 1024;

export const badRequest = (): HttpProblem => new HttpProblem(400, 'bad_request', 'Bad request');

export const routeNotFound = (): HttpProblem => new HttpProblem(404, 'not_found', 'Not found');

export const methodNotAllowed = (allow: string): HttpProblem =>
  new HttpProblem(405, 'method_not_allowed', 'Method not allowed', { Allow: allow });

export const requestTimeout = (): HttpProblem =>
  new HttpProblem(408, 'request_timeout', 'Request timeout');

export const bodyTooLarge = (): HttpProblem =>
  new HttpProblem(
    413,
    'body_too_large',
    `Request body must not exceed ${MAX_BODY_BYTES} bytes`,
    {},
    { name: 'body_bytes', value: MAX_BODY_BYTES },
  );

export const unsupportedMediaType = (detail: string): HttpProblem =>
  new HttpProblem(415, 'unsupported_media_type', detail);

export const headersTooLarge = (): HttpProblem =>
  new HttpProblem(431, 'headers_too_large', 'Request headers are too large');
