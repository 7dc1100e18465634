import { BlockList } from 'node:net';

import { createAnswerCheck, mintUserToken, type OpenApiDocument } from '@webhooks/testing';
import { expect } from 'chai';

import { type RestFacade, startRestFacade } from '../src/app.ts';
import { openApiDocument } from '../src/openapi/document.ts';
import { defaultRestLimits, type RestLimits } from '../src/server/rest-limits.ts';
import type { Settings } from '../src/settings.ts';
import { type FakeService, startFakeService } from './fake-service.ts';

export const SECRET = 'a-secret-of-more-than-thirty-two-bytes';
export const RESEND_PATH = '/v3/webhooks/resend';

/** A facade in front of a fake service. */
export interface RestHarness extends AsyncDisposable {
  readonly facade: RestFacade;
  readonly service: FakeService;
  readonly token: string;
  readonly baseUrl: string;
  /** fetch with the token of user 246. The answer has to be as the API reference says. */
  call(path: string, init?: RequestInit): Promise<Response>;
  /** The same for a service that answers what no service does. */
  callUnchecked(path: string, init?: RequestInit): Promise<Response>;
  /** POST of a JSON text, or of a value as JSON. */
  post(body: unknown, headers?: Record<string, string>): Promise<Response>;
}

export async function startHarness(
  change: { settings?: Partial<Settings>; limits?: Partial<RestLimits> } = {},
): Promise<RestHarness> {
  await using started = new AsyncDisposableStack();
  const service = started.use(await startFakeService());
  const settings: Settings = {
    host: '127.0.0.1',
    restPort: 0,
    adminPort: 0,
    publicBaseUrl: null,
    consoleDir: null,
    session: null,
    signIn: null,
    trustedProxies: new BlockList(),
    rpcUrl: service.url,
    rpcTimeoutMs: 2_000,
    tokenKeys: { user: { hs256Secret: Buffer.from(SECRET) }, service: null },
    logLevel: 'silent',
    tracing: null,
    ...change.settings,
  };
  const limits = { ...defaultRestLimits, ...change.limits };
  const facade = started.use(await startRestFacade(settings, limits));
  const token = mintUserToken(SECRET);
  const baseUrl = `http://127.0.0.1:${facade.port}`;
  const callUnchecked = (path: string, init: RequestInit = {}): Promise<Response> =>
    fetch(`${baseUrl}${path}`, {
      ...init,
      headers: { authorization: `Bearer ${token}`, ...(init.headers as Record<string, string>) },
    });
  const call = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const response = await callUnchecked(path, init);
    await checkJson(init.method ?? 'GET', response);
    return response;
  };
  const parts = started.move();
  return {
    facade,
    service,
    token,
    baseUrl,
    call,
    callUnchecked,
    post: (body, headers = {}) =>
      call(RESEND_PATH, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  };
}

const check = createAnswerCheck(openApiDocument('http://127.0.0.1') as unknown as OpenApiDocument);

/** Answers are for one caller, at one moment, and are what they say. */
export function assertNoStore(headers: Headers): void {
  expect(headers.get('cache-control')).to.match(/^no-store\b/);
  expect(headers.get('x-content-type-options')).to.equal('nosniff');
}

/** Holds an answer against the API reference. A stream is the test's own: it may have no end. */
async function checkJson(method: string, response: Response): Promise<void> {
  const { status, headers } = response;
  const { pathname: path } = new URL(response.url);
  assertNoStore(headers);
  if (method === 'OPTIONS' || !path.startsWith('/v3/webhooks/')) return;
  if (headers.get('content-type')?.startsWith('text/event-stream')) return;
  check({ method, path, status, headers, text: await response.clone().text() });
}
