import { expect } from 'chai';

import { createClient } from './client.ts';

describe('the client of the console', () => {
  const { fetch: realFetch } = globalThis;
  const baseUrl = new URL('http://console.example/v3/webhooks/');
  const options = { baseUrl: () => baseUrl, renew: async () => false, onUnauthorized: () => {} };
  const client = createClient({ ...options, token: () => 'token' });

  afterEach(() => {
    globalThis.fetch = realFetch;
  });

  /** As a browser tells of a connection that broke, or of an answer. */
  const everyCall = (outcome: () => Response): void => {
    globalThis.fetch = async () => outcome();
  };
  const broken = (): never => {
    throw new TypeError('Failed to fetch');
  };
  const codeOf = async (call: Promise<unknown>): Promise<unknown> => {
    const error = await call.catch((reason: unknown) => reason);
    return (error as { readonly code?: unknown }).code;
  };
  const act = () => client.call('resend/1/pause', { method: 'POST' });

  it('knows of no outcome where an act gets no answer, also from a proxy that gave up', async () => {
    everyCall(broken);
    expect(await codeOf(act())).to.equal('outcome_unknown');
    expect(await codeOf(client.create('resend', {}))).to.equal('outcome_unknown');
    everyCall(() => new Response('<html>', { status: 504 }));
    expect(await codeOf(act())).to.equal('outcome_unknown');
  });

  it('says of what only asks, and of what is answered, what it is', async () => {
    everyCall(broken);
    expect(await codeOf(client.call('resend/1'))).to.equal('network');
    const preview = client.call('resend/preview', { method: 'POST', isRead: true });
    expect(await codeOf(preview)).to.equal('network');
    const refusal = { worked: false, detail: 'Resend is settled', code: 'resend_settled' };
    everyCall(() => new Response(JSON.stringify(refusal), { status: 409 }));
    expect(await codeOf(act())).to.equal('resend_settled');
  });
});
