// Long because each way in that must stay shut is tried at the same running provider.

import { mkdirSync, writeFileSync } from 'node:fs';

import { StartupError } from '@webhooks/runtime';
import { createTempDir, freePort, type TempDir, waitFor } from '@webhooks/testing';
import { startOidcProvider, type OidcProvider } from '@webhooks/testing/oidc-provider';
import { expect } from 'chai';

import { readSettings, type Settings } from '../src/settings.ts';
import { RESEND_PATH, type RestHarness, startHarness } from './rest-harness.ts';
import { SignInVisitor } from './sign-in-visitor.ts';

const PAGE = '<!doctype html><meta name="sign-in" content="token" /><title>console</title>';
const API = `/console${RESEND_PATH}`;
const OTHER_KEY = Buffer.alloc(32, 9).toString('base64');

interface SessionAnswer {
  readonly session: { readonly user_id: number; readonly expires_in: number } | null;
}

const bytesOf = (sealed: string): string =>
  sealed
    .split('.')
    .map((part) => Buffer.from(part, 'base64url').toString('hex'))
    .join('.');

describe('Signing in to the console at a provider', function () {
  this.timeout(30_000);

  let directory: TempDir;
  let provider: OidcProvider;
  let rest: RestHarness;
  let settings: Settings;
  let baseUrl: string;

  before(async () => {
    directory = createTempDir();
    mkdirSync(directory.file('console'));
    writeFileSync(directory.file('console/index.html'), PAGE);
    const port = await freePort();
    baseUrl = `http://127.0.0.1:${port}`;
    provider = await startOidcProvider(baseUrl);
    settings = settingsWith();
    rest = await startHarness({ settings: { ...settings, restPort: port } });
  });

  after(async () => {
    await rest[Symbol.asyncDispose]();
    await provider[Symbol.asyncDispose]();
    directory[Symbol.dispose]();
  });

  beforeEach(() => {
    provider.lasting(3_600);
    provider.refreshing(true);
  });

  function settingsWith(env: Readonly<Record<string, string>> = {}): Settings {
    const read = readSettings({
      CONSOLE_DIR: directory.file('console'),
      ...provider.authSettings,
      ...provider.signInSettings,
      ...env,
    });
    const { publicBaseUrl, consoleDir, tokenKeys, session, signIn } = read;
    return { publicBaseUrl, consoleDir, tokenKeys, session, signIn } as Settings;
  }

  async function visitor(login = '246'): Promise<SignInVisitor> {
    const entering = new SignInVisitor(baseUrl);
    expect(await entering.signIn(login)).to.equal(`${baseUrl}/console/`);
    return entering;
  }

  async function sessionOf(who: SignInVisitor): Promise<SessionAnswer['session']> {
    const answer = await who.ask('/console/session');
    expect(answer.status).to.equal(200);
    return ((await answer.json()) as SessionAnswer).session;
  }

  const statusOf = async (answer: Promise<Response>): Promise<number> => (await answer).status;

  it('tells the page how one signs in, and gives nobody a session unasked', async () => {
    const stranger = new SignInVisitor(baseUrl);
    expect(await (await stranger.ask('/console/')).text()).to.contain('content="provider"');
    expect(await sessionOf(stranger)).to.equal(null);
    expect(await statusOf(stranger.ask(API))).to.equal(401);
  });

  it('lets in whoever the provider knows, to the place they were at', async () => {
    const entering = new SignInVisitor(baseUrl);
    const place = '#/resends/7890?state=FAILED';
    expect(await entering.signIn('246', place)).to.equal(`${baseUrl}/console/${place}`);
    expect(await sessionOf(entering)).to.include({ user_id: 246, renewable: true });
    expect(await statusOf(entering.ask(`${API}?limit=1`))).to.equal(200);
    const { headers } = rest.service.calls.at(-1) ?? {};
    expect(headers?.get('authorization')).to.match(/^Bearer [\w-]+\.[\w-]+\.[\w-]+$/);
  });

  it('keeps the session in a cookie that only the browser and the facade hold', async () => {
    const entered = await visitor();
    const kept = entered.setCookies.filter((line) => line.startsWith('webhooks-console='));
    expect(kept).to.have.lengthOf(1);
    expect(kept[0]).to.match(/; Path=\/; HttpOnly; SameSite=Lax; Max-Age=43200$/);
    for (const path of ['/console/', '/console/session', `${API}?limit=1`]) {
      const answer = await entered.ask(path);
      expect(await answer.text(), path).to.not.match(/eyJ/);
    }
    expect((await entered.ask('/console/session')).headers.get('cache-control')).to.equal(
      'no-store',
    );
  });

  it('takes the cookie nowhere but below the console, and a token nowhere there', async () => {
    const entered = await visitor();
    expect(await statusOf(entered.ask(RESEND_PATH))).to.equal(401);
    await entered.ask(API);
    const authorization = rest.service.calls.at(-1)?.headers.get('authorization') ?? '';
    const stranger = new SignInVisitor(baseUrl);
    expect(await statusOf(stranger.ask(RESEND_PATH, { headers: { authorization } }))).to.equal(200);
    expect(await statusOf(stranger.ask(API, { headers: { authorization } }))).to.equal(401);
  });

  it('acts for pages of its own origin alone', async () => {
    const entered = await visitor();
    const act = (headers: Record<string, string>): Promise<number> =>
      statusOf(entered.ask(`${API}/7890/cancel`, { method: 'POST', headers }));
    const before = rest.service.calls.length;
    const foreign = [
      {},
      { origin: 'null' },
      { origin: 'https://evil.example' },
      { origin: provider.issuer },
      { origin: baseUrl.replace('http:', 'https:') },
      { origin: `${baseUrl}.evil.example` },
      { origin: baseUrl, 'sec-fetch-site': 'cross-site' },
      { origin: baseUrl, 'sec-fetch-site': 'same-site' },
    ] as Record<string, string>[];
    for (const headers of foreign) expect(await act(headers)).to.equal(403);
    for (const path of ['/console/session/renew', '/console/session/end']) {
      const headers = { origin: 'https://evil.example' };
      expect(await statusOf(entered.ask(path, { method: 'POST', headers }))).to.equal(403);
    }
    const site = { 'sec-fetch-site': 'cross-site' };
    expect(await statusOf(entered.ask(API, { headers: site }))).to.equal(403);
    expect(rest.service.calls).to.have.lengthOf(before);
    // There is no such resend.
    expect(await act({ origin: baseUrl })).to.equal(404);
    expect(rest.service.calls.at(-1)?.method).to.equal('cancelResend');
  });

  it('knows no cookie that it did not seal, for this, by a key that it has', async () => {
    const entered = await visitor();
    const [name = '', sealed = ''] = [...entered.cookies].find(([, value]) => value !== '') ?? [];
    const begun = new SignInVisitor(baseUrl);
    await begun.ask('/console/sign-in');
    const forOther = begun.cookies.get('webhooks-sign-in') ?? '';
    expect(forOther).to.match(/^eyJ/);
    const changed = [...Array(24).keys()].map((part) => {
      const at = Math.floor((part * (sealed.length - 1)) / 23);
      return `${sealed.slice(0, at)}${sealed[at] === 'A' ? 'B' : 'A'}${sealed.slice(at + 1)}`;
    });
    const none = 'eyJhbGciOiJub25lIn0.eyJ2YWx1ZSI6e319.';
    const bad = [...changed, forOther, none, 'x', '%', sealed.slice(1), 'a.b.c.d.e'];
    for (const value of bad) {
      // The last character of a part may have bits that mean nothing.
      if (bytesOf(value) === bytesOf(sealed)) continue;
      entered.cookies.set(name, value);
      expect(await statusOf(entered.ask(API)), value).to.equal(401);
    }
    entered.cookies.set(name, 'x');
    expect(await sessionOf(entered)).to.equal(null);
    expect(entered.cookies.has(name), 'it is taken away').to.equal(false);
  });

  it('opens what an older key sealed, and nothing once that is gone', async () => {
    const entered = await visitor();
    const seenWith = async (keys: string): Promise<number> => {
      const change = settingsWith({ SESSION_KEY: keys });
      await using other = await startHarness({ settings: change });
      return await statusOf(entered.ask(`${other.baseUrl}${API}`));
    };
    const old = provider.signInSettings['SESSION_KEY'] ?? '';
    expect(await seenWith(`${OTHER_KEY},${old}`)).to.equal(200);
    expect(await seenWith(OTHER_KEY)).to.equal(401);
  });

  it('signs nobody in by a way back that they did not begin', async () => {
    const attacker = new SignInVisitor(baseUrl);
    const back = await attacker.wayBack('300');
    const victim = new SignInVisitor(baseUrl);
    const stale = `${baseUrl}/console/?sign-in=stale`;
    const led = async (url: string): Promise<string | null> =>
      (await victim.ask(url)).headers.get('location');
    expect(await led(back)).to.equal(stale);
    await victim.ask('/console/sign-in?place=%23/endpoints');
    expect(await led(back)).to.equal(`${stale}#/endpoints`);
    expect(await led('/console/sign-in/callback')).to.equal(`${stale}#/endpoints`);
    expect(await sessionOf(victim)).to.equal(null);
  });

  it('takes a way back once, and no code of another sign-in', async () => {
    const entering = new SignInVisitor(baseUrl);
    const back = await entering.wayBack('246');
    const begun = entering.cookies.get('webhooks-sign-in') ?? '';
    expect((await entering.ask(back)).headers.get('location')).to.equal(`${baseUrl}/console/`);
    const location = async (url: string): Promise<string> =>
      (await entering.ask(url)).headers.get('location') ?? '';
    expect(await location(back)).to.contain('?sign-in=stale');
    entering.cookies.set('webhooks-sign-in', begun);
    expect(await location(back), 'the provider gave its code before').to.contain('?sign-in=stale');
    const attacker = new SignInVisitor(baseUrl);
    const { searchParams } = new URL(await attacker.wayBack('300'));
    const own = new URL(await entering.wayBack('246'));
    own.searchParams.set('code', searchParams.get('code') ?? '');
    expect(await location(own.href), 'its verifier is another one').to.contain('?sign-in=');
  });

  it('says in the console what the provider refused', async () => {
    const entering = new SignInVisitor(baseUrl);
    const own = new URL(await entering.wayBack('246', '#/events'));
    own.searchParams.delete('code');
    own.searchParams.set('error', 'access_denied');
    const answer = await entering.ask(own.href);
    expect(answer.headers.get('location')).to.equal(`${baseUrl}/console/?sign-in=denied#/events`);
  });

  it('leads nowhere but into the console', async () => {
    const places = [
      'https://evil.example/',
      '//evil.example',
      '/\\evil.example',
      '#//x\r\nset-cookie: a=b',
      '#/ä',
      '@evil.example',
      '.evil.example',
      `#/${'x'.repeat(2_000)}`,
    ];
    for (const place of places) {
      const entering = new SignInVisitor(baseUrl);
      expect(await entering.signIn('246', place), place).to.equal(`${baseUrl}/console/`);
    }
  });

  it('lets nobody in who is no user here', async () => {
    const entering = new SignInVisitor(baseUrl);
    const place = '#/endpoints';
    const refused = `${baseUrl}/console/?sign-in=not-accepted${place}`;
    expect(await entering.signIn('somebody', place)).to.equal(refused);
    expect(await sessionOf(entering)).to.equal(null);
  });

  it('ends with its token when it cannot be renewed', async () => {
    provider.lasting(6);
    provider.refreshing(false);
    const entered = await visitor();
    expect(await sessionOf(entered)).to.include({ renewable: false });
    await waitFor(async () => (await sessionOf(entered)) === null, {
      deadlineMs: 15_000,
      what: 'the token to end',
    });
    expect(await statusOf(entered.ask(API))).to.equal(401);
  });

  it('goes on with a new token, as long as the provider agrees', async () => {
    provider.lasting(4);
    const entered = await visitor();
    await waitFor(async () => (await statusOf(entered.ask(API))) === 401, {
      deadlineMs: 15_000,
      what: 'the end',
    });
    expect(await sessionOf(entered), 'it may be renewed').to.include({ expires_in: 0 });
    const old = new Map(entered.cookies);
    provider.lasting(3_600);
    const renewed = (await (await entered.act('/console/session/renew')).json()) as SessionAnswer;
    expect(renewed.session?.expires_in).to.be.greaterThan(3_500);
    expect(await statusOf(entered.ask(API))).to.equal(200);
    // The provider gave a new refresh token, and takes the use of the old one for a theft.
    const thief = new SignInVisitor(baseUrl);
    for (const [name, value] of old) thief.cookies.set(name, value);
    expect(await (await thief.act('/console/session/renew')).json()).to.deep.equal({
      session: null,
    });
    expect(await (await entered.act('/console/session/renew')).json()).to.deep.equal({
      session: null,
    });
  });

  it('ends at the provider, too', async () => {
    const entered = await visitor();
    const copy = new SignInVisitor(baseUrl);
    for (const [name, value] of entered.cookies) copy.cookies.set(name, value);
    const answer = await entered.act('/console/session/end');
    const { continue_at: url } = (await answer.json()) as { continue_at: string };
    expect(url).to.match(new RegExp(`^${provider.issuer}/session/end\\?`));
    expect(await statusOf(entered.ask(url))).to.equal(200);
    expect(await sessionOf(entered)).to.equal(null);
    const renewed = await copy.act('/console/session/renew');
    expect(await renewed.json(), 'its refresh token counts no more').to.deep.equal({
      session: null,
    });
  });

  it('says when the provider does not answer, and works again when it does', async () => {
    const entered = await visitor();
    await provider.stop();
    try {
      await using fresh = await startHarness({ settings: settingsWith() });
      const begun = await fetch(`${fresh.baseUrl}/console/sign-in?place=%23/events`, {
        redirect: 'manual',
      });
      const unreachable = `${baseUrl}/console/?sign-in=unreachable#/events`;
      expect(begun.headers.get('location')).to.equal(unreachable);
      const renewal = await entered.act('/console/session/renew');
      expect([renewal.status, renewal.headers.get('retry-after')]).to.deep.equal([503, '5']);
      expect(await sessionOf(entered), 'the session stays').to.include({ user_id: 246 });
    } finally {
      await provider.start();
    }
    await visitor();
  });

  it('is refused at the start where it could not work, or be safe', () => {
    const bad: readonly [Record<string, string>, RegExp][] = [
      [{ PUBLIC_BASE_URL: '' }, /PUBLIC_BASE_URL must be set/],
      [{ PUBLIC_BASE_URL: 'http://api.example.com' }, /PUBLIC_BASE_URL must be set/],
      [{ OIDC_ISSUER: 'http://login.example.com' }, /OIDC_ISSUER must be an https URL/],
      [{ OIDC_CLIENT_ID: '' }, /OIDC_CLIENT_ID is missing/],
      [{ OIDC_SCOPE: 'email' }, /OIDC_SCOPE must contain openid/],
      [{ SESSION_KEY: '' }, /SESSION_KEY is missing/],
      [{ CONSOLE_DIR: '' }, /CONSOLE_DIR must be set/],
      [{ AUTH_AUDIENCE: '' }, /OIDC_ISSUER needs AUTH_JWKS_URL/],
    ];
    for (const [env, message] of bad) {
      expect(() => settingsWith(env), JSON.stringify(env)).to.throw(StartupError, message);
    }
  });

  it('is in cookies that only https carries, where the console is behind it', async () => {
    const change = settingsWith({ PUBLIC_BASE_URL: 'https://api.example.com/hooks' });
    await using behind = await startHarness({ settings: change });
    const begun = await fetch(`${behind.baseUrl}/console/sign-in`, { redirect: 'manual' });
    expect(begun.headers.get('set-cookie')).to.match(
      /^__Host-webhooks-sign-in=[^;]+; Path=\/; HttpOnly; SameSite=Lax; Secure; Max-Age=600$/,
    );
    const { searchParams } = new URL(begun.headers.get('location') ?? '');
    expect(searchParams.get('redirect_uri')).to.equal(
      'https://api.example.com/hooks/console/sign-in/callback',
    );
    expect(searchParams.get('code_challenge_method')).to.equal('S256');
  });
});
