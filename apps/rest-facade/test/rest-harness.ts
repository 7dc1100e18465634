import { BlockList } from 'node:net';

import { mintUserToken } from '@webhooks/testing';

import { type RestFacade, startRestFacade } from '../src/app.ts';
import { defaultRestLimits, type RestLimits } from '../src/server/rest-limits.ts';
import type { Settings } from '../src/settings.ts';
import { type FakeCore, startFakeCore } from './fake-core.ts';

export const SECRET = 'a-secret-of-more-than-thirty-two-bytes';
export const RESEND_PATH = '/v3/webhooks/resend';

/** A facade in front of a fake core. */
export interface RestHarness extends AsyncDisposable {
  readonly facade: RestFacade;
  readonly core: FakeCore;
  readonly token: string;
  readonly baseUrl: string;
  /** fetch with the token of user 246. */
  call(path: string, init?: RequestInit): Promise<Response>;
  /** POST of a JSON text, or of a value as JSON. */
  post(body: unknown, headers?: Record<string, string>): Promise<Response>;
}

export async function startHarness(
  change: { settings?: Partial<Settings>; limits?: Partial<RestLimits> } = {},
): Promise<RestHarness> {
  const core = await startFakeCore();
  const settings: Settings = {
    host: '127.0.0.1',
    restPort: 0,
    adminPort: 0,
    publicBaseUrl: null,
    trustedProxies: new BlockList(),
    rpcUrl: core.url,
    rpcTimeoutMs: 2_000,
    tokenKeys: { user: { hs256Secret: Buffer.from(SECRET) }, service: null },
    logLevel: 'silent',
    ...change.settings,
  };
  const facade = await startRestFacade(settings, { ...defaultRestLimits, ...change.limits });
  const token = mintUserToken(SECRET);
  const baseUrl = `http://127.0.0.1:${facade.port}`;
  const call = (path: string, init: RequestInit = {}): Promise<Response> =>
    fetch(`${baseUrl}${path}`, {
      ...init,
      headers: { authorization: `Bearer ${token}`, ...(init.headers as Record<string, string>) },
    });
  return {
    facade,
    core,
    token,
    baseUrl,
    call,
    post: (body, headers = {}) =>
      call(RESEND_PATH, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    [Symbol.asyncDispose]: async () => {
      await facade[Symbol.asyncDispose]();
      await core[Symbol.asyncDispose]();
    },
  };
}
