import { mkdirSync, writeFileSync } from 'node:fs';

import { FIRST_PORTAL_USER_ID } from '@webhooks/domain';
import { createTempDir, freePort, mintUserToken, type TempDir } from '@webhooks/testing';
import { expect } from 'chai';

import { readSettings, type Settings } from '../src/settings.ts';
import { RESEND_PATH, type RestHarness, SECRET, startHarness } from './rest-harness.ts';
import { SignInVisitor } from './sign-in-visitor.ts';

const PAGE = '<!doctype html><meta name="sign-in" content="token" /><title>console</title>';
const SERVICE_SECRET = 'the-key-of-services-the-key-of-services';
const GUEST = FIRST_PORTAL_USER_ID + 7;
const LINK = { 'portal-token': 'the-token-of-a-link' };

describe('A portal link', () => {
  let directory: TempDir;
  let rest: RestHarness;
  let baseUrl: string;

  before(async () => {
    directory = createTempDir();
    mkdirSync(directory.file('console'));
    writeFileSync(directory.file('console/index.html'), PAGE);
    const port = await freePort();
    baseUrl = `http://127.0.0.1:${port}`;
    const { session, publicBaseUrl, consoleDir, tokenKeys }: Settings = readSettings({
      CONSOLE_DIR: directory.file('console'),
      PUBLIC_BASE_URL: baseUrl,
      SESSION_KEY: Buffer.alloc(32, 5).toString('base64'),
      AUTH_HS256_SECRET: SECRET,
      AUTH_SERVICE_HS256_SECRET: SERVICE_SECRET,
    });
    const settings = { session, publicBaseUrl, consoleDir, tokenKeys, restPort: port };
    rest = await startHarness({ settings });
  });

  after(async () => {
    await rest[Symbol.asyncDispose]();
    directory[Symbol.dispose]();
  });

  const guestToken = (claims: object = {}): string =>
    mintUserToken(SERVICE_SECRET, {
      ...{ token_type: 'portal', user_id: GUEST },
      ...claims,
    });

  it('begins a session, which is kept as any other, and ends with its token', async () => {
    rest.service.behaviour.openLink = () => guestToken();
    const guest = new SignInVisitor(baseUrl);
    expect(await (await guest.ask('/console/')).text()).to.contain('content="link"');
    const opened = await guest.act('/console/session/portal', { headers: LINK });
    expect(await opened.json()).to.deep.nested.include({
      'session.user_id': GUEST,
      'session.portal': true,
      'session.renewable': false,
    });
    const call = rest.service.calls.at(-1);
    expect(call?.request).to.deep.equal({ token: LINK['portal-token'] });
    expect(call?.headers.get('authorization') ?? '').to.equal('');
    expect((await guest.ask(`/console${RESEND_PATH}`)).status).to.equal(200);
    expect(await (await guest.act('/console/session/renew')).json()).to.nested.include({
      'session.user_id': GUEST,
    });
    expect(await (await guest.act('/console/session/end')).json()).to.deep.equal({
      continue_at: null,
    });
    expect((await guest.ask(`/console${RESEND_PATH}`)).status).to.equal(401);
  });

  it('is opened by the page of the console alone', async () => {
    const guest = new SignInVisitor(baseUrl);
    const before = rest.service.calls.length;
    for (const origin of ['https://evil.example', 'null']) {
      const headers = { ...LINK, origin };
      const answer = await guest.ask('/console/session/portal', { method: 'POST', headers });
      expect(answer.status).to.equal(403);
    }
    expect((await guest.ask('/console/session/portal', { headers: LINK })).status).to.equal(404);
    expect((await guest.act('/console/session/portal')).status).to.equal(400);
    expect(rest.service.calls).to.have.lengthOf(before);
  });

  it('begins nothing when the service knows no such link', async () => {
    rest.service.behaviour.openLink = () => guestToken({ exp: 1 });
    const guest = new SignInVisitor(baseUrl);
    const refused = await guest.act('/console/session/portal', { headers: LINK });
    expect(refused.status).to.equal(401);
    expect(guest.cookies.size).to.equal(0);
  });

  it('needs no provider, and nothing of one is there', async () => {
    const guest = new SignInVisitor(baseUrl);
    expect((await guest.ask('/console/sign-in')).status).to.equal(404);
    expect((await guest.ask('/console/sign-in/callback')).status).to.equal(404);
  });
});
