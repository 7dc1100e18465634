import { createHmac } from 'node:crypto';

import { expect } from 'chai';

import { mintServiceToken, mintUserToken } from './tokens.ts';

const SECRET = 's'.repeat(32);

function open(token: string): Record<string, unknown> {
  const [header = '', payload = '', signature] = token.split('.');
  const expected = createHmac('sha256', SECRET).update(`${header}.${payload}`).digest('base64url');
  expect(signature).to.equal(expected);
  expect(JSON.parse(Buffer.from(header, 'base64url').toString())).to.deep.equal({
    alg: 'HS256',
    typ: 'JWT',
  });
  return JSON.parse(Buffer.from(payload, 'base64url').toString());
}

describe('minted tokens', () => {
  it('are valid for an hour from now', () => {
    const { iat, exp } = open(mintUserToken(SECRET)) as { iat: number; exp: number };
    expect(iat).to.be.closeTo(Date.now() / 1000, 5);
    expect(exp - iat).to.equal(3_600);
  });

  it('have the claims of their kind, each token its own jti', () => {
    const user = open(mintUserToken(SECRET));
    const service = open(mintServiceToken(SECRET));
    expect(user).to.include({ token_type: 'access', user_id: 246 });
    expect(service).to.include({ token_type: 'service', sub: 'test-service', scope: '' });
    expect(user['jti']).not.to.equal(service['jti']);
  });

  it('take any other claims, and leave out what is undefined', () => {
    const claims = open(mintUserToken(SECRET, { user_id: '300', jti: undefined, exp: 1 }));
    expect(claims).to.include({ user_id: '300', exp: 1 });
    expect(claims).not.to.have.property('jti');
  });
});
