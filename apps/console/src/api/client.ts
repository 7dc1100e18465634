import { ApiError, asApiError, errorOfAnswer } from './api-error.ts';

const TIMEOUT_MS = 20_000;

/** How the API is called. */
export interface ClientOptions {
  /** Where the API is; ends with a slash. */
  readonly baseUrl: () => URL;
  /** The access token, empty where nobody is signed in; null: the session is in a cookie. */
  readonly token: () => string | null;
  /** Whether a token that was refused has been renewed. */
  readonly renew: () => Promise<boolean>;
  /** Called for every answer that refuses the token for good. */
  readonly onUnauthorized: () => void;
}

export interface CallOptions {
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  /** A POST that asks and changes nothing. */
  readonly isRead?: boolean;
}

/** Calls the API; throws ApiError, and the signal's reason when it was aborted. */
export interface Client {
  /** The answer to a call, read as JSON. */
  readonly call: <T>(path: string, options?: CallOptions) => Promise<T>;
  /** Makes a resend; answers its id, which is what Location names. */
  readonly create: (path: string, options: CallOptions) => Promise<number>;
  /** An answer that continues; without a time limit. */
  readonly open: (path: string, accept: string, signal: AbortSignal) => Promise<Response>;
}

/** The API as the person who is signed in calls it. */
export function createClient(options: ClientOptions): Client {
  const { baseUrl, token, renew, onUnauthorized } = options;

  async function ask(path: string, init: RequestInit): Promise<Response> {
    const headers = new Headers(init.headers);
    const credential = token();
    if (credential !== null) headers.set('Authorization', `Bearer ${credential}`);
    return fetch(new URL(path, baseUrl()), {
      ...init,
      headers,
      // A token is the only credential, and no answer is to be found on disk later.
      credentials: credential === null ? 'same-origin' : 'omit',
      ...({ cache: 'no-store', redirect: 'error' } as const),
    }).catch((error: unknown) => {
      if (init.signal?.aborted === true && !isTimeout(init.signal)) throw error;
      throw asApiError(error);
    });
  }

  async function request(path: string, init: RequestInit): Promise<Response> {
    let response = await ask(path, init);
    // What was refused with its token was not done.
    if (response.status === 401 && (await renew())) response = await ask(path, init);
    if (response.ok) return response;
    if (response.status === 401) onUnauthorized();
    const body = await response.text().catch(() => '');
    throw errorOfAnswer(response.status, body, response.headers);
  }

  async function send(path: string, options: CallOptions): Promise<Response> {
    const { method = 'GET', body, headers = {}, signal, isRead = method === 'GET' } = options;
    const limit = AbortSignal.timeout(TIMEOUT_MS);
    const answer = request(path, {
      method,
      headers: {
        ...headers,
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: signal === undefined ? limit : AbortSignal.any([limit, signal]),
    });
    return isRead ? answer : answer.catch(unknownUnlessAnswered);
  }

  async function call<T>(path: string, options: CallOptions = {}): Promise<T> {
    const response = await send(path, options);
    return (await response.json().catch(() => {
      throw new ApiError(response.status, 'unexpected_answer', 'not JSON');
    })) as T;
  }

  async function create(path: string, options: CallOptions): Promise<number> {
    const { headers, status } = await send(path, { ...options, method: 'POST' });
    const id = Number(/\/resend\/(\d+)$/.exec(headers.get('Location') ?? '')?.[1]);
    if (Number.isSafeInteger(id)) return id;
    throw new ApiError(status, 'unexpected_answer', 'no Location');
  }

  return {
    call,
    create,
    open: (path, accept, signal) => request(path, { headers: { Accept: accept }, signal }),
  };
}

/** Without an answer, or behind a proxy that gave up, nobody knows what became of a change. */
function unknownUnlessAnswered(error: unknown): never {
  if (!(error instanceof ApiError)) throw error;
  const { status, code, message, requestId } = error;
  const isUnanswered = code === 'network' || (code === 'unexpected_answer' && status === 504);
  throw isUnanswered ? new ApiError(status, 'outcome_unknown', message, [], requestId) : error;
}

function isTimeout(signal: AbortSignal): boolean {
  return signal.reason instanceof DOMException && signal.reason.name === 'TimeoutError';
}
