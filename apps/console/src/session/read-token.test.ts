import { expect } from 'chai';

import { readToken } from './read-token.ts';

const NOW_MS = 1_800_000_000_000;

function tokenOf(claims: object): string {
  const encode = (value: object): string =>
    btoa(JSON.stringify(value)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
  return `${encode({ alg: 'HS256' })}.${encode(claims)}.c2lnbmF0dXJl`;
}

describe('readToken', () => {
  const token = tokenOf({ user_id: 246, exp: NOW_MS / 1000 + 60 });

  it('reads who it is for and until when, however it was pasted', () => {
    const session = {
      token,
      userId: '246',
      expiresAtMs: NOW_MS + 60_000,
      renewAtMs: null,
      isByLink: false,
    };
    for (const text of [
      token,
      ` ${token}\n`,
      `Bearer ${token}`,
      `Authorization: bearer ${token}`,
    ]) {
      expect(readToken(text, NOW_MS)).to.deep.equal(session);
    }
  });

  it('says what is wrong with anything else', () => {
    expect(readToken('  ', NOW_MS)).to.equal('empty');
    expect(readToken('Bearer ', NOW_MS)).to.equal('malformed');
    for (const text of ['x', 'a.b', 'a.b.c', `${token}.d`, token.replace('.', '.!')]) {
      expect(readToken(text, NOW_MS), text).to.equal('malformed');
    }
    expect(readToken(tokenOf({ exp: NOW_MS / 1000 }), NOW_MS)).to.equal('expired');
  });

  it('leaves to the API what a token does not say', () => {
    expect(readToken(tokenOf({}), NOW_MS)).to.deep.include({ userId: null, expiresAtMs: null });
  });
});
