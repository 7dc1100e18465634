import { numberOption, retriesOption, timeLimitOption } from '../options/check-option.ts';
import {
  ResendApiError,
  ResendConnectionError,
  ResendOutcomeUnknownError,
} from '../errors/errors.ts';
import type { CallOptions, ClientOptions } from '../options/options.ts';
import { readToken } from './access-token.ts';
import { apiErrorOf, parseObject, unexpectedAnswer } from './api-error.ts';
import { type ApiRequest, idempotencyKeyOf } from './api-request.ts';
import { normaliseBaseUrl } from './base-url.ts';
import { connectionFailure, timedOut, withKey } from './connection-failure.ts';
import { pause } from './pause.ts';
import { readText } from './read-text.ts';
import { isRetriedStatus, type RetryPolicy, retryPauseMs } from './retry-policy.ts';
import { startTimeLimit } from './time-limit.ts';

const DEFAULT_TIMEOUT_MS = 15_000;
const DEFAULT_MAX_RETRIES = 4;
const DEFAULT_MAX_PAUSE_MS = 30_000;

/** Time and chance, which tests replace. */
export interface TransportParts {
  readonly random: () => number;
  readonly nowMs: () => number;
  readonly pause: typeof pause;
}

/** What a call was answered. */
export interface Answered<Body> {
  readonly body: Body;
  readonly headers: Headers;
  /** The failure that an answer is which says less than it has to. */
  unexpected(message: string): ResendApiError;
}

/** Sends calls to the API. What is wrong with a call itself is thrown as a TypeError, unsent. */
export interface Transport {
  /** The JSON of the answer, after as many tries as it takes and the policy allows. */
  call<Body>(request: ApiRequest, options?: CallOptions): Promise<Body>;
  /** The same with the headers of the answer. */
  exchange<Body>(request: ApiRequest, options?: CallOptions): Promise<Answered<Body>>;
  /** One try, for an answer that is read while it comes; any refusal is thrown. */
  open(request: ApiRequest, signal: AbortSignal): Promise<Response>;
  /** The pause before a retry, by its number from 1; null when the failure is final. */
  pauseAfter(failure: unknown, retry: number, maxRetries?: number): number | null;
  readonly pause: typeof pause;
  readonly nowMs: () => number;
}

const realParts: TransportParts = { random: Math.random, nowMs: Date.now, pause };

/** @throws TypeError when the options make no sense. */
export function createTransport(options: ClientOptions, parts = realParts): Transport {
  const { token, fetch: send = fetch } = options;
  const { baseUrl, policy, timeoutMs } = checkOptions(options);

  const open = async (request: ApiRequest, signal: AbortSignal): Promise<Response> => {
    // Everything that is the caller's own mistake shows before the first byte is sent.
    const body = request.body === undefined ? {} : { body: JSON.stringify(request.body) };
    const headers = headersOf(request, await readToken(token, signal));
    // A token is for the API alone; no redirect may send it anywhere else.
    const init = { method: request.method, headers, ...body, redirect: 'manual', signal } as const;
    const response = await send(`${baseUrl}${request.path}`, init).catch(connectionFailed);
    if (response.ok) return response;
    throw apiErrorOf(request, response, await textOf(response, parts.nowMs()), parts.nowMs());
  };
  const tryOnce = async <Body>(
    request: ApiRequest,
    signal: AbortSignal,
  ): Promise<Answered<Body>> => {
    const response = await open(request, signal);
    const { headers } = response;
    const unexpected = (message: string) => unexpectedAnswer(response, message, parts.nowMs());
    const body = parseObject(await textOf(response, parts.nowMs()));
    if (body === null) throw unexpected(`The answer ${response.status} is not of the API`);
    return { body: body as Body, headers, unexpected };
  };
  const pauseAfter = (failure: unknown, retry: number, maxRetries = policy.maxRetries) => {
    if (!isRetried(failure)) return null;
    const retryAfterMs = failure instanceof ResendApiError ? failure.retryAfterMs : null;
    return retryPauseMs({ ...policy, maxRetries }, retry, retryAfterMs, parts.random());
  };
  const tryWithin = async <Body>(
    limitMs: number,
    request: ApiRequest,
    signal: AbortSignal | undefined,
  ): Promise<Answered<Body>> => {
    const limit = startTimeLimit(limitMs, signal);
    try {
      return await tryOnce<Body>(request, limit.signal);
    } catch (error) {
      signal?.throwIfAborted();
      throw limit.isOver ? timedOut(limitMs, error) : error;
    } finally {
      limit.stop();
    }
  };
  const exchange = async <Body>(request: ApiRequest, given: CallOptions = {}) => {
    const { signal } = given;
    const limitMs = timeLimitOption('timeoutMs', given.timeoutMs, timeoutMs);
    for (let retry = 1; ; retry += 1) {
      try {
        signal?.throwIfAborted();
        return await tryWithin<Body>(limitMs, request, signal);
      } catch (error) {
        const pauseMs = signal?.aborted ? null : pauseAfter(error, retry);
        if (pauseMs === null) throw withKey(error, idempotencyKeyOf(request));
        await parts.pause(pauseMs, signal);
      }
    }
  };
  const call = async <Body>(request: ApiRequest, given?: CallOptions) =>
    (await exchange<Body>(request, given)).body;
  return { call, exchange, open, pauseAfter, pause: parts.pause, nowMs: parts.nowMs };
}

function checkOptions(options: ClientOptions) {
  const { token, fetch: send = fetch } = options;
  if (typeof token !== 'string' && typeof token !== 'function') {
    throw new TypeError('token must be an access token, or a function that answers one');
  }
  if (typeof send !== 'function') throw new TypeError('fetch must be a function, as in Node 20');
  const { maxRetries, maxRetryPauseMs, timeoutMs } = options;
  const pauseLimits = { min: 0, infinite: true };
  const policy: RetryPolicy = {
    maxRetries: retriesOption('maxRetries', maxRetries, DEFAULT_MAX_RETRIES),
    maxPauseMs: numberOption('maxRetryPauseMs', maxRetryPauseMs, DEFAULT_MAX_PAUSE_MS, pauseLimits),
  };
  return {
    baseUrl: normaliseBaseUrl(options.baseUrl),
    policy,
    timeoutMs: timeLimitOption('timeoutMs', timeoutMs, DEFAULT_TIMEOUT_MS),
  };
}

function headersOf({ headers, body }: ApiRequest, bearer: string): Record<string, string> {
  return {
    accept: 'application/json',
    authorization: `Bearer ${bearer}`,
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...headers,
  };
}

async function textOf(response: Response, nowMs: number): Promise<string> {
  const text = await readText(response).catch(connectionFailed);
  if (text !== null) return text;
  throw unexpectedAnswer(response, `The answer ${response.status} is too large`, nowMs);
}

function connectionFailed(error: unknown): never {
  throw connectionFailure(error);
}

/** Whether another try may go better, and cannot do something twice. */
function isRetried(failure: unknown): boolean {
  if (failure instanceof ResendOutcomeUnknownError) return failure.idempotencyKey !== null;
  if (failure instanceof ResendApiError) return isRetriedStatus(failure.status);
  return failure instanceof ResendConnectionError;
}
