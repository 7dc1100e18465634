// Long because every claim and every form of a token has its refusal here.

import { createHmac } from 'node:crypto';

import { expect } from 'chai';

import {
  DomainError,
  FIRST_PORTAL_USER_ID,
  LAST_PORTAL_USER_ID,
  type Principal,
} from '@webhooks/domain';

import { createPortalTokenSigner } from './portal-token.ts';
import { createTokenVerifier } from './token-verifier.ts';

const nowMs = Date.UTC(2026, 4, 12, 12);
const nowS = nowMs / 1000;
const userSecret = Buffer.from('user-secret-user-secret-user-secret');
const serviceSecret = Buffer.from('service-secret-service-secret-service');

const userClaims = {
  token_type: 'access',
  exp: nowS + 3600,
  iat: nowS,
  jti: '76ebeb19f38b486fb87f73c57d1ef42a',
  user_id: 246,
};
const serviceClaims = {
  token_type: 'service',
  exp: nowS + 3600,
  iat: nowS,
  sub: 'billing',
  scope: 'catalog:read resend:act-as-user',
};

type Json = Record<string, unknown>;

function part(value: unknown): string {
  return Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString(
    'base64url',
  );
}

function sign(header: unknown, claims: unknown, secret: Uint8Array, hash = 'sha256'): string {
  const signed = `${part(header)}.${part(claims)}`;
  return `${signed}.${createHmac(hash, secret).update(signed).digest('base64url')}`;
}

function userToken(change: Json = {}, header: Json = {}): string {
  return sign({ alg: 'HS256', typ: 'JWT', ...header }, { ...userClaims, ...change }, userSecret);
}

function serviceToken(change: Json = {}): string {
  return sign({ alg: 'HS256' }, { ...serviceClaims, ...change }, serviceSecret);
}

function without(claims: Json, name: string): Json {
  return Object.fromEntries(Object.entries(claims).filter(([key]) => key !== name));
}

async function refusal(verification: Promise<Principal>): Promise<DomainError> {
  try {
    await verification;
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
  throw new Error('the token was accepted');
}

describe('createTokenVerifier', () => {
  const clock = { now: () => nowMs };
  const keys = { user: { hs256Secret: userSecret }, service: { hs256Secret: serviceSecret } };
  const verifier = createTokenVerifier(keys, clock);

  describe('accepts', () => {
    const accepted: Record<string, [header: string, userId: number]> = {
      'an access token': [`Bearer ${userToken()}`, 246],
      'the scheme in any letter case': [`bEARER ${userToken()}`, 246],
      'user_id as canonical decimal string': [`Bearer ${userToken({ user_id: '300' })}`, 300],
      'the largest user_id': [`Bearer ${userToken({ user_id: 2 ** 53 - 1 })}`, 2 ** 53 - 1],
      'nbf in the past': [`Bearer ${userToken({ nbf: nowS - 1 })}`, 246],
      'iat of a clock that is a little ahead': [`Bearer ${userToken({ iat: nowS + 20 })}`, 246],
      'a key id, which means nothing here': [`Bearer ${userToken({}, { kid: '../../key' })}`, 246],
    };
    for (const [title, [header, userId]] of Object.entries(accepted)) {
      it(title, async () => {
        expect(await verifier.verify(header, null)).to.deep.equal({
          kind: 'user',
          userId,
          tokenId: userClaims.jti,
        });
      });
    }

    it('a service token', async () => {
      expect(await verifier.verify(`Bearer ${serviceToken()}`, null)).to.deep.equal({
        kind: 'service',
        subject: 'billing',
        scopes: new Set(['catalog:read', 'resend:act-as-user']),
        tokenId: null,
        actingUserId: null,
      });
    });

    it('a service that acts for a user', async () => {
      const principal = await verifier.verify(`Bearer ${serviceToken()}`, '246');
      expect(principal).to.include({ kind: 'service', actingUserId: 246 });
    });

    it('a service token with an id', async () => {
      const principal = await verifier.verify(`Bearer ${serviceToken({ jti: 'j-1' })}`, null);
      expect(principal).to.include({ kind: 'service', tokenId: 'j-1' });
    });
  });

  describe('answers every wrong form of authorization alike', () => {
    const good = userToken();
    const [header = '', claims = '', signature = ''] = good.split('.');
    const headers: Record<string, string | null> = {
      'no header': null,
      'an empty header': '',
      'a bare token': good,
      'no token': 'Bearer ',
      'another scheme': `Basic ${good}`,
      'two spaces': `Bearer  ${good}`,
      'a tab': `Bearer\t${good}`,
      'a leading space': ` Bearer ${good}`,
      'a trailing space': `Bearer ${good} `,
      'two tokens': `Bearer ${good}, Bearer ${good}`,
      quotes: `Bearer "${good}"`,
      'two parts': `Bearer ${header}.${claims}`,
      'four parts': `Bearer ${good}.x`,
      'an empty signature': `Bearer ${header}.${claims}.`,
      'a foreign signature': `Bearer ${header}.${claims}.${signature.split('').reverse().join('')}`,
      'padding characters': `Bearer ${header}.${claims}.${signature}=`,
      'a token over 8 KiB': `Bearer ${userToken({ pad: 'x'.repeat(8192) })}`,
      'a million characters': `Bearer ${'x'.repeat(1_000_000)}`,
      'text instead of JSON': `Bearer ${sign('{', userClaims, userSecret)}`,
      'a list of claims': `Bearer ${sign({ alg: 'HS256' }, [], userSecret)}`,
      'null as claims': `Bearer ${sign({ alg: 'HS256' }, 'null', userSecret)}`,
      'null as header': `Bearer ${sign('null', userClaims, userSecret)}`,
      'another key': `Bearer ${sign({ alg: 'HS256' }, userClaims, serviceSecret)}`,
    };
    for (const [title, authorization] of Object.entries(headers)) {
      it(title, async () => {
        const error = await refusal(verifier.verify(authorization, null));
        expect([error.code, error.message]).to.deep.equal(['token_not_valid', 'Unauthorized']);
      });
    }
  });

  describe('refuses tokens that choose their own key or algorithm', () => {
    const jwk = { kty: 'oct', k: part('attacker-attacker-attacker-attacker') };
    const tokens: Record<string, string> = {
      none: `${part({ alg: 'none' })}.${part(userClaims)}.AA`,
      None: `${part({ alg: 'None' })}.${part(userClaims)}.AA`,
      'no algorithm': sign({ typ: 'JWT' }, userClaims, userSecret),
      HS512: sign({ alg: 'HS512' }, userClaims, userSecret, 'sha512'),
      'RS256 with a MAC': sign({ alg: 'RS256' }, userClaims, userSecret),
      'an algorithm list': sign({ alg: ['HS256'] }, userClaims, userSecret),
      jwk: userToken({}, { jwk }),
      jku: userToken({}, { jku: 'https://attacker.example/keys' }),
      x5u: userToken({}, { x5u: 'https://attacker.example/chain' }),
      x5c: userToken({}, { x5c: ['MII'] }),
      crit: userToken({}, { crit: ['exp'] }),
      'an unencoded payload': userToken({}, { b64: false, crit: ['b64'] }),
      'a key id as path, with another key': sign(
        { alg: 'HS256', kid: '/dev/null' },
        userClaims,
        Buffer.alloc(32),
      ),
    };
    for (const [title, token] of Object.entries(tokens)) {
      it(title, async () => {
        expect(await refusal(verifier.verify(`Bearer ${token}`, null))).to.include({
          code: 'token_not_valid',
        });
      });
    }
  });

  describe('refuses claims of a wrong value or type', () => {
    const wrong: Record<string, unknown[]> = {
      token_type: ['refresh', 'Access', ['access'], null, 1],
      exp: [nowS, nowS - 1, `${nowS + 60}`, nowS + 60.5, 1e300, -1, null, {}, nowMs + 60_000],
      iat: [nowS + 3600, `${nowS}`, 1e300, 0.5, -1, null, true],
      nbf: [nowS + 3600, `${nowS}`, null, 1e300],
      jti: ['', 'x'.repeat(256), null, 1, {}],
      user_id: [
        0,
        -1,
        1.5,
        2 ** 53,
        null,
        {},
        [246],
        true,
        '',
        '0',
        '-1',
        '0246',
        '2e2',
        ' 1',
        '1.0',
      ],
    };
    for (const [claim, values] of Object.entries(wrong)) {
      for (const value of values) {
        it(`${claim} ${JSON.stringify(value)}`, async () => {
          const token = userToken({ [claim]: value });
          expect(await refusal(verifier.verify(`Bearer ${token}`, null))).to.include({
            code: 'token_not_valid',
            message: 'Unauthorized',
          });
        });
      }
    }
    for (const claim of Object.keys(userClaims)) {
      it(`${claim} absent`, async () => {
        const token = sign({ alg: 'HS256' }, without(userClaims, claim), userSecret);
        expect(await refusal(verifier.verify(`Bearer ${token}`, null))).to.include({
          code: 'token_not_valid',
        });
      });
    }
    for (const claim of Object.keys(serviceClaims)) {
      it(`${claim} absent from a service token`, async () => {
        const token = sign({ alg: 'HS256' }, without(serviceClaims, claim), serviceSecret);
        expect(await refusal(verifier.verify(`Bearer ${token}`, null))).to.include({
          code: 'token_not_valid',
        });
      });
    }
  });

  describe('of an OIDC provider', () => {
    const expected = { issuer: 'https://login.example', audience: 'webhooks', userClaim: 'sub' };
    const ofProvider = createTokenVerifier(
      { user: { hs256Secret: userSecret, ...expected }, service: { hs256Secret: serviceSecret } },
      { now: () => nowMs },
    );
    const claims = {
      iss: 'https://login.example',
      aud: ['webhooks', 'others'],
      sub: '246',
      iat: nowS,
      exp: nowS + 300,
    };
    const verify = (change: Json): Promise<Principal> =>
      ofProvider.verify(
        `Bearer ${sign({ alg: 'HS256' }, { ...claims, ...change }, userSecret)}`,
        null,
      );

    it('takes the user from the claim, and tells tokens without a name apart', async () => {
      const first = await verify({});
      const second = await verify({ exp: nowS + 301 });
      expect(first).to.include({ kind: 'user', userId: 246 });
      expect(first.tokenId).to.match(/^sha256:[\w-]{43}$/);
      expect(second.tokenId).to.not.equal(first.tokenId);
      expect(await verify({ jti: 'a' })).to.include({ userId: 246, tokenId: 'a' });
      expect(await verify({ sub: 300, token_type: 'access' })).to.include({ userId: 300 });
    });

    const refused: Json[] = [
      { sub: 'somebody' },
      { sub: String(FIRST_PORTAL_USER_ID + 1) },
      { sub: undefined, user_id: 246 },
      { aud: 'others' },
      { iss: 'https://evil.example' },
      { token_type: 'refresh' },
      { jti: '' },
      { events: { 'http://schemas.openid.net/event/backchannel-logout': {} } },
    ];
    for (const change of refused) {
      it(`refuses ${JSON.stringify(change)}`, async () => {
        expect(await refusal(verify(change))).to.include({ code: 'token_not_valid' });
      });
    }
  });

  describe('of a portal link', () => {
    const portalUser = FIRST_PORTAL_USER_ID + 1;
    const own = createTokenVerifier(
      { user: { hs256Secret: userSecret }, service: { hs256Secret: serviceSecret } },
      { now: () => nowMs },
    );
    const claims = {
      token_type: 'portal',
      user_id: portalUser,
      jti: 'portal-1',
      iat: nowS,
      exp: nowS + 60,
    };
    const verify = (change: Json, secret = serviceSecret): Promise<Principal> =>
      own.verify(`Bearer ${sign({ alg: 'HS256' }, { ...claims, ...change }, secret)}`, null);

    it('is taken for the user of that link, as the service makes it', async () => {
      const signPortalToken = createPortalTokenSigner({ hs256Secret: serviceSecret });
      const token = await signPortalToken({ userId: portalUser, endsAtMs: nowMs + 60_000 }, nowMs);
      const user = { kind: 'user', userId: portalUser, tokenId: `portal-${portalUser}` };
      expect(await own.verify(`Bearer ${token}`, null)).to.deep.equal(user);
      expect(await verify({})).to.include({ userId: portalUser });
    });

    const refused: Json[] = [
      { user_id: 246 },
      { user_id: LAST_PORTAL_USER_ID + 1 },
      { jti: undefined },
      { exp: nowS },
    ];
    for (const change of refused) {
      it(`is refused with ${JSON.stringify(change)}`, async () => {
        expect(await refusal(verify(change))).to.include({ code: 'token_not_valid' });
      });
    }

    it('is refused when the key of users made it, and where there is none of services', async () => {
      expect(await refusal(verify({}, userSecret))).to.include({ code: 'token_not_valid' });
      const alone = createTokenVerifier(
        { user: { hs256Secret: userSecret }, service: null },
        { now: () => nowMs },
      );
      const token = sign({ alg: 'HS256' }, claims, serviceSecret);
      expect(await refusal(alone.verify(`Bearer ${token}`, null))).to.include({
        code: 'token_not_valid',
      });
    });
  });

  describe('keeps the two kinds of token apart', () => {
    it('refuses a service token signed with the key of user tokens', async () => {
      const token = sign({ alg: 'HS256' }, serviceClaims, userSecret);
      expect(await refusal(verifier.verify(`Bearer ${token}`, null))).to.include({
        code: 'token_not_valid',
      });
    });

    it('refuses every service token when it has no key for them', async () => {
      const usersOnly = createTokenVerifier({ ...keys, service: null }, clock);
      expect(await refusal(usersOnly.verify(`Bearer ${serviceToken()}`, null))).to.include({
        code: 'token_not_valid',
      });
    });

    it('refuses a user that wants to act for another', async () => {
      expect(await refusal(verifier.verify(`Bearer ${userToken()}`, '300'))).to.include({
        code: 'permission_denied',
      });
    });

    it('refuses a service that acts without the scope for it', async () => {
      const token = serviceToken({ scope: 'catalog:read resend:act-as-user-not' });
      expect(await refusal(verifier.verify(`Bearer ${token}`, '246'))).to.include({
        code: 'permission_denied',
      });
    });

    for (const actingUserId of ['', '0', '0246', '-1', '1, 2', '9007199254740992', 'x']) {
      it(`refuses the acting user ${JSON.stringify(actingUserId)}`, async () => {
        const verification = verifier.verify(`Bearer ${serviceToken()}`, actingUserId);
        expect(await refusal(verification)).to.include({
          code: 'validation_error',
          message: 'Validation error: acting-user-id must be a positive integer',
        });
      });
    }
  });

  it('refuses a token that it knows once it is expired', async () => {
    let now = nowMs;
    const later = createTokenVerifier(keys, { now: () => now });
    const header = `Bearer ${userToken()}`;
    await later.verify(header, null);
    now = userClaims.exp * 1000;
    expect(await refusal(later.verify(header, null))).to.include({ code: 'token_not_valid' });
  });

  it('tells the reason to the log, without the token', async () => {
    const token = userToken({ exp: nowS - 1 });
    const { cause } = await refusal(verifier.verify(`Bearer ${token}`, null));
    expect(cause).to.be.an('error').with.property('message', 'token is expired');
  });

  it('does not start with a short secret', () => {
    const short = { user: { hs256Secret: Buffer.alloc(31) }, service: null };
    expect(() => createTokenVerifier(short, clock)).to.throw(RangeError);
  });
});
