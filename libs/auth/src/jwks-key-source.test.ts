import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { expect } from 'chai';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey } from 'jose';

import { systemClock, type Clock } from '@webhooks/domain';

import type { ExpectedClaims, PublicKeyAlgorithm } from './key-settings.ts';
import { createTokenVerifier, type TokenVerifier } from './token-verifier.ts';

type CryptoKeyPair = Awaited<ReturnType<typeof generateKeyPair>>;

describe('tokens with public keys from a URL', () => {
  let server: Server;
  let respond: RequestListener;
  let fetches: number;

  beforeEach(async () => {
    fetches = 0;
    server = createServer((request, response) => {
      fetches += 1;
      respond(request, response);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });

  afterEach(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });

  function verifierFor(
    algorithm: PublicKeyAlgorithm,
    clock: Pick<Clock, 'now'> = systemClock,
    claims: ExpectedClaims = {},
  ): TokenVerifier {
    const { port } = server.address() as AddressInfo;
    const jwksUrl = new URL(`http://127.0.0.1:${port}/keys`);
    return createTokenVerifier({ user: { jwksUrl, algorithm, ...claims }, service: null }, clock);
  }

  async function serveNewKey(algorithm: string): Promise<CryptoKey> {
    const { publicKey, privateKey } = await generateKeyPair(algorithm);
    const jwk = { ...(await exportJWK(publicKey)), kid: 'k1', alg: algorithm };
    respond = (_, response) => response.end(JSON.stringify({ keys: [jwk] }));
    return privateKey;
  }

  function sign(key: CryptoKey, algorithm: string, kid = 'k1'): Promise<string> {
    return new SignJWT({ token_type: 'access', user_id: 246 })
      .setProtectedHeader({ alg: algorithm, kid })
      .setJti('a')
      .setIssuedAt()
      .setExpirationTime('1h')
      .sign(key);
  }

  for (const algorithm of ['RS256', 'ES256', 'EdDSA'] as const) {
    it(`accepts ${algorithm} and fetches the keys once`, async () => {
      const token = await sign(await serveNewKey(algorithm), algorithm);
      const verifier = verifierFor(algorithm);
      expect(await verifier.verify(`Bearer ${token}`, null)).to.include({ userId: 246 });
      expect(await verifier.verify(`Bearer ${token}`, null)).to.include({ userId: 246 });
      expect(fetches).to.equal(1);
    });
  }

  it('refuses a token with another algorithm than the configured one', async () => {
    const token = await sign(await serveNewKey('ES256'), 'ES256');
    const error = await verifierFor('RS256')
      .verify(`Bearer ${token}`, null)
      .catch((e: unknown) => e);
    expect(error).to.include({ code: 'token_not_valid' });
  });

  it('refuses unknown key ids without fetching the keys for each', async () => {
    const key = await serveNewKey('ES256');
    const verifier = verifierFor('ES256');
    for (const kid of ['a', 'b', 'c']) {
      const token = await sign(key, 'ES256', kid);
      const error = await verifier.verify(`Bearer ${token}`, null).catch((e: unknown) => e);
      expect(error).to.include({ code: 'token_not_valid' });
    }
    expect(fetches).to.equal(1);
  });

  /** Serves the public keys of these, in this order, without key ids where kids is false. */
  async function serve(keys: readonly CryptoKeyPair[], kids = true): Promise<void> {
    const jwks = await Promise.all(
      keys.map(async ({ publicKey }, index) => ({
        ...(await exportJWK(publicKey)),
        ...(kids && { kid: `k${index}` }),
        alg: 'ES256',
      })),
    );
    respond = (_, response) => response.end(JSON.stringify({ keys: jwks }));
  }

  const newKeys = (count: number): Promise<CryptoKeyPair[]> =>
    Promise.all(Array.from({ length: count }, () => generateKeyPair('ES256')));

  function tokenOf({ privateKey }: CryptoKeyPair, kid?: string, claims = {}): Promise<string> {
    return new SignJWT({ token_type: 'access', user_id: 246, ...claims })
      .setProtectedHeader({ alg: 'ES256', ...(kid !== undefined && { kid }) })
      .setJti('a')
      .setIssuedAt(0)
      .setExpirationTime(100_000)
      .sign(privateKey);
  }

  async function codeOf(verifier: TokenVerifier, token: string): Promise<string> {
    const answer: unknown = await verifier
      .verify(`Bearer ${token}`, null)
      .catch((error: unknown) => error);
    return (answer as { code?: string }).code ?? 'accepted';
  }

  it('accepts a key that was withdrawn for 600 seconds at most, over all caches', async () => {
    let nowMs = 0;
    const [key, next] = (await newKeys(2)) as [CryptoKeyPair, CryptoKeyPair];
    const verifier = verifierFor('ES256', { now: () => nowMs });
    await serve([key]);
    const early = await tokenOf(key, 'k0');
    const late = await tokenOf(key, 'k0', { late: true });
    expect(await codeOf(verifier, early)).to.equal('accepted');
    await serve([next]);
    nowMs = 599_000;
    expect(await codeOf(verifier, early)).to.equal('accepted');
    // The set is as old as it may be when this one is verified.
    expect(await codeOf(verifier, late)).to.equal('accepted');
    nowMs = 600_000;
    expect(await codeOf(verifier, early)).to.equal('token_not_valid');
    expect(await codeOf(verifier, late)).to.equal('token_not_valid');
    nowMs = 1_000;
    expect(await codeOf(verifier, late), 'the clock was set back').to.equal('token_not_valid');
  });

  for (const kids of [true, false]) {
    it(`tries every key for a token without a key id, in a set ${kids ? 'with' : 'without'} them`, async () => {
      const keys = await newKeys(3);
      await serve(keys, kids);
      const verifier = verifierFor('ES256', { now: () => 0 });
      for (const key of keys)
        expect(await codeOf(verifier, await tokenOf(key))).to.equal('accepted');
      const [foreign] = await newKeys(1);
      if (foreign === undefined) throw new Error('no key');
      expect(await codeOf(verifier, await tokenOf(foreign))).to.equal('token_not_valid');
      expect(fetches).to.equal(1);
    });
  }

  it('tries sixteen keys at most', async () => {
    const keys = await newKeys(17);
    await serve(keys);
    const verifier = verifierFor('ES256', { now: () => 0 });
    const codes = [];
    for (const key of keys.slice(14)) codes.push(await codeOf(verifier, await tokenOf(key)));
    expect(codes).to.deep.equal(['accepted', 'accepted', 'token_not_valid']);
  });

  for (const kid of [undefined, 'k1']) {
    it(`fetches for a new key${kid === undefined ? ' that is not named' : ''}, every 30 s at most`, async () => {
      let nowMs = 0;
      const [key, next] = (await newKeys(2)) as [CryptoKeyPair, CryptoKeyPair];
      const verifier = verifierFor('ES256', { now: () => nowMs });
      await serve([key]);
      expect(await codeOf(verifier, await tokenOf(key))).to.equal('accepted');
      await serve([key, next]);
      const token = await tokenOf(next, kid);
      nowMs = 29_999;
      expect(await codeOf(verifier, token)).to.equal('token_not_valid');
      nowMs = 30_000;
      expect(await codeOf(verifier, token)).to.equal('accepted');
      for (const [foreign] of [await newKeys(1), await newKeys(1)]) {
        if (foreign !== undefined) await codeOf(verifier, await tokenOf(foreign, kid && 'k9'));
      }
      expect(fetches).to.equal(2);
    });
  }

  const claims: readonly [ExpectedClaims, object, string][] = [
    [{ issuer: 'us' }, { iss: 'us' }, 'accepted'],
    [{ issuer: 'us' }, { iss: 'them' }, 'token_not_valid'],
    [{ issuer: 'us' }, {}, 'token_not_valid'],
    [{ audience: 'resend' }, { aud: 'resend' }, 'accepted'],
    [{ audience: 'resend' }, { aud: ['other', 'resend'] }, 'accepted'],
    [{ audience: 'resend' }, { aud: 'other' }, 'token_not_valid'],
    [{ audience: 'resend' }, {}, 'token_not_valid'],
    [{}, { iss: 'them', aud: 'other' }, 'accepted'],
  ];
  for (const [expected, said, code] of claims) {
    it(`answers ${code} to ${JSON.stringify(said)} where ${JSON.stringify(expected)} counts`, async () => {
      const [key] = await newKeys(1);
      if (key === undefined) throw new Error('no key');
      await serve([key]);
      const verifier = verifierFor('ES256', { now: () => 0 }, expected);
      expect(await codeOf(verifier, await tokenOf(key, 'k0', said))).to.equal(code);
    });
  }

  const failures: Record<string, RequestListener> = {
    'an error': (_, response) => response.writeHead(500).end(),
    'a redirect': (_, response) => response.writeHead(302, { location: '/other' }).end(),
    'no key set': (_, response) => response.end('[]'),
    'an endless body': (request, response) => {
      const timer = setInterval(() => response.write('x'.repeat(65_536)), 1);
      request.socket.once('close', () => clearInterval(timer));
    },
  };
  for (const [title, failure] of Object.entries(failures)) {
    it(`is unavailable, not unauthorized, while the URL answers with ${title}`, async () => {
      const token = await sign(await serveNewKey('ES256'), 'ES256');
      respond = failure;
      const verification = verifierFor('ES256').verify(`Bearer ${token}`, null);
      expect(await verification.catch((e: unknown) => e)).to.include({
        code: 'service_unavailable',
        retryAfterMs: 5_000,
      });
    });
  }
});
