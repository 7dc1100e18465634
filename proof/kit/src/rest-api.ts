import { waitFor } from '@webhooks/testing';

/** Twice what the apps promise for any call: one that is never answered fails instead of waiting. */
const REQUEST_LIMIT_MS = 60_000;

/** The path of the contract. */
export const RESEND_PATH = '/v3/webhooks/resend';

/** A resend log as the contract shows it. */
export interface ResendLog {
  readonly id: number;
  readonly status: 'PENDING' | 'PROCESSING' | 'COMPLETED' | 'FAILED';
  readonly resend_type: string;
  readonly object_reference_id: number | null;
  readonly account_mirror_id: number;
  readonly created_at: string;
  readonly finished_at: string | null;
  readonly total: number;
  readonly delivered: number;
  readonly failed: number;
  readonly pending: number;
  readonly detail: string | null;
  /** Of a resend by itself, not in the list. */
  readonly control?: string | null;
}

/** What can be asked of a resend. */
export type ResendAction = 'cancel' | 'pause' | 'resume' | 'retry-failed';

/** A page of the list of resend logs. */
export interface ResendPage {
  readonly next: string | null;
  readonly previous: string | null;
  readonly results: readonly ResendLog[];
}

/** An answer, read in full. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** The REST API as one caller sees it. */
export class RestApi {
  readonly #baseUrl: string;
  readonly #token: string;

  constructor(baseUrl: string, token: string) {
    this.#baseUrl = baseUrl;
    this.#token = token;
  }

  /** The same API with another token. */
  withToken(token: string): RestApi {
    return new RestApi(this.#baseUrl, token);
  }

  /** Any request; a path or an absolute URL. The caller's token goes along unless init has one. */
  async request(url: string, init: RequestInit = {}): Promise<Answer> {
    const response = await fetch(new URL(url, this.#baseUrl), {
      signal: AbortSignal.timeout(REQUEST_LIMIT_MS),
      ...init,
      headers: {
        authorization: `Bearer ${this.#token}`,
        ...(init.headers as Record<string, string>),
      },
    });
    return { status: response.status, headers: response.headers, text: await response.text() };
  }

  /** POST of a resend: a value as JSON, or a text as it is. */
  post(body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return this.request(RESEND_PATH, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  }

  /** The id of a resend that must be accepted. */
  async accept(body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<number> {
    const answer = await this.post(body, headers);
    if (answer.status !== 200) throw new Error(`${answer.status}: ${answer.text}`);
    return idOf(answer);
  }

  /** POST of an action on a resend. */
  act(
    id: number,
    action: ResendAction,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer> {
    return this.request(`${RESEND_PATH}/${id}/${action}`, { method: 'POST', headers });
  }

  async log(id: number): Promise<ResendLog> {
    const { status, text } = await this.request(`${RESEND_PATH}/${id}`);
    if (status !== 200) throw new Error(`resend ${id}: ${status} ${text}`);
    return JSON.parse(text) as ResendLog;
  }

  /** A page of the list: a query that starts with "?", or a URL of an earlier page as it is. */
  async page(queryOrUrl = ''): Promise<ResendPage> {
    const url = queryOrUrl.startsWith('http') ? queryOrUrl : `${RESEND_PATH}${queryOrUrl}`;
    const { status, text } = await this.request(url);
    if (status !== 200) throw new Error(`${url}: ${status} ${text}`);
    return JSON.parse(text) as ResendPage;
  }

  /** The log once it is final. */
  async settled(id: number, deadlineMs = 10_000): Promise<ResendLog> {
    let latest: ResendLog | null = null;
    return waitFor(
      async () => {
        latest = await this.log(id);
        return latest.finished_at === null ? null : latest;
      },
      { deadlineMs, what: () => `resend ${id} to be settled: ${JSON.stringify(latest)}` },
    );
  }
}

/** The id that the answer to an accepted resend names. */
export function idOf({ text }: Answer): number {
  const [, id] = /^\{"worked":true,"detail":"Webhook resend request created\. ID: (\d+)"\}$/.exec(
    text,
  ) ?? ['', 'NaN'];
  return Number(id);
}
