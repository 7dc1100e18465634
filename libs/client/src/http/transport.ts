import { ResendApiError, ResendConnectionError } from '../errors.ts';
import type { CallOptions, ClientOptions } from '../options.ts';
import { apiErrorOf } from './api-error.ts';
import type { ApiRequest } from './api-request.ts';
import { normaliseBaseUrl } from './base-url.ts';
import { pause } from './pause.ts';
import { readText } from './read-text.ts';
import { isRetriedStatus, type RetryPolicy, retryPauseMs } from './retry-policy.ts';

const DEFAULT_TIMEOUT_MS = 15_000;
const DEFAULT_MAX_RETRIES = 4;
const DEFAULT_MAX_PAUSE_MS = 30_000;

/** What a bearer token may consist of; anything else could end the header. */
const TOKEN = /^[\x21-\x7e]+$/;

/** Time and chance, which tests replace. */
export interface TransportParts {
  readonly random: () => number;
  readonly nowMs: () => number;
  readonly pause: typeof pause;
}

/** Sends calls to the API. */
export interface Transport {
  /** The JSON of the answer, after as many tries as it takes and the policy allows. */
  call<Answer>(request: ApiRequest, options?: CallOptions): Promise<Answer>;
  /** One try, for an answer that is read while it comes; any refusal is thrown. */
  open(request: ApiRequest, signal: AbortSignal): Promise<Response>;
  /** The pause before a retry, by its number from 1; null when the failure is final. */
  pauseAfter(failure: unknown, retry: number, maxRetries?: number): number | null;
  readonly pause: typeof pause;
}

const realParts: TransportParts = { random: Math.random, nowMs: Date.now, pause };

/** @throws TypeError when the options make no sense. */
export function createTransport(options: ClientOptions, parts = realParts): Transport {
  const baseUrl = normaliseBaseUrl(options.baseUrl);
  const policy: RetryPolicy = {
    maxRetries: options.maxRetries ?? DEFAULT_MAX_RETRIES,
    maxPauseMs: options.maxRetryPauseMs ?? DEFAULT_MAX_PAUSE_MS,
  };
  const send = options.fetch ?? fetch;

  const open = async (request: ApiRequest, signal: AbortSignal): Promise<Response> => {
    const response = await send(`${baseUrl}${request.path}`, {
      method: request.method,
      headers: await headersOf(request, options.token),
      ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
      // A token is for the API alone; nothing else may be told it by a redirect.
      redirect: 'manual',
      signal,
    });
    if (response.ok) return response;
    throw apiErrorOf(response, await readText(response), parts.nowMs());
  };
  const callOnce = async <Answer>(request: ApiRequest, call: CallOptions): Promise<Answer> => {
    const timeoutMs = call.timeoutMs ?? options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
    const timeout = AbortSignal.timeout(timeoutMs);
    const signal = call.signal === undefined ? timeout : AbortSignal.any([call.signal, timeout]);
    try {
      const response = await open(request, signal);
      return parseAnswer<Answer>(response, await readText(response), parts.nowMs());
    } catch (error) {
      call.signal?.throwIfAborted();
      if (timeout.aborted) throw timedOut(timeoutMs, error);
      throw connectionFailure(error);
    }
  };
  const pauseAfter = (failure: unknown, retry: number, maxRetries = policy.maxRetries) => {
    if (!isRetried(failure)) return null;
    const retryAfterMs = failure instanceof ResendApiError ? failure.retryAfterMs : null;
    return retryPauseMs({ ...policy, maxRetries }, retry, retryAfterMs, parts.random());
  };
  const call = async <Answer>(request: ApiRequest, given: CallOptions = {}): Promise<Answer> => {
    for (let retry = 1; ; retry += 1) {
      try {
        given.signal?.throwIfAborted();
        return await callOnce<Answer>(request, given);
      } catch (error) {
        const pauseMs = given.signal?.aborted ? null : pauseAfter(error, retry);
        if (pauseMs === null) throw error;
        await parts.pause(pauseMs, given.signal);
      }
    }
  };
  return { call, open, pauseAfter, pause: parts.pause };
}

/** A failure of fetch itself is one of the connection; everything else stays what it is. */
export function connectionFailure(error: unknown): unknown {
  if (error instanceof ResendApiError || error instanceof TokenError) return error;
  return new ResendConnectionError('connection_failed', `No answer: ${reasonOf(error)}`, {
    cause: error,
  });
}

/** The token cannot be sent; what is wrong with it is told without showing it. */
class TokenError extends TypeError {
  override readonly name = 'TypeError';
}

async function headersOf(
  { headers, body }: ApiRequest,
  token: ClientOptions['token'],
): Promise<Record<string, string>> {
  const bearer = typeof token === 'string' ? token : await token();
  if (!TOKEN.test(bearer)) throw new TokenError('token must be printable ASCII without spaces');
  return {
    accept: 'application/json',
    authorization: `Bearer ${bearer}`,
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...headers,
  };
}

function parseAnswer<Answer>(response: Response, text: string, nowMs: number): Answer {
  try {
    return JSON.parse(text) as Answer;
  } catch {
    throw apiErrorOf(response, text, nowMs);
  }
}

function timedOut(timeoutMs: number, cause: unknown): ResendConnectionError {
  return new ResendConnectionError('timeout', `No answer within ${timeoutMs} ms`, { cause });
}

function isRetried(failure: unknown): boolean {
  if (failure instanceof ResendApiError) return isRetriedStatus(failure.status);
  return failure instanceof ResendConnectionError;
}

/** fetch says "fetch failed" alone; what failed is in its causes. */
function reasonOf(error: unknown): string {
  const { cause } = error as { readonly cause?: unknown };
  if (cause instanceof AggregateError) return reasonOf(cause.errors[0]);
  if (cause instanceof Error && cause.message !== '') return cause.message;
  return error instanceof Error ? error.message : String(error);
}
