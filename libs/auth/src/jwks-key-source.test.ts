import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { expect } from 'chai';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey } from 'jose';

import { systemClock } from '@webhooks/domain';

import type { PublicKeyAlgorithm } from './key-settings.ts';
import { createTokenVerifier, type TokenVerifier } from './token-verifier.ts';

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

  function verifierFor(algorithm: PublicKeyAlgorithm): TokenVerifier {
    const { port } = server.address() as AddressInfo;
    const jwksUrl = new URL(`http://127.0.0.1:${port}/keys`);
    return createTokenVerifier({ user: { jwksUrl, algorithm }, service: null }, systemClock);
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
