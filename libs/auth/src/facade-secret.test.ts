import { expect } from 'chai';

import { createFacadeCheck, readFacadeSecret } from './facade-secret.ts';

const SECRET = 'f'.repeat(32);

describe('readFacadeSecret', () => {
  function read(secret: string | null) {
    const problems: string[] = [];
    const value = readFacadeSecret({
      secretText: () => secret,
      problem: (name, message) => problems.push(`${name} ${message}`),
    });
    return { value, problems };
  }

  it('needs none', () => {
    expect(read(null)).to.deep.equal({ value: null, problems: [] });
  });

  it('takes what a header carries', () => {
    expect(read(SECRET)).to.deep.equal({ value: SECRET, problems: [] });
  });

  it('refuses a short one', () => {
    expect(read('short').problems).to.deep.equal([
      'FACADE_SECRET must be at least 32 bytes long, not 5',
    ]);
  });

  for (const character of [' ', '\n', 'é', '\u0000']) {
    it(`refuses one with ${JSON.stringify(character)}`, () => {
      expect(read(`${SECRET}${character}`).problems).to.deep.equal([
        'FACADE_SECRET must be visible ASCII without spaces',
      ]);
    });
  }
});

describe('createFacadeCheck', () => {
  it('believes the secret alone', () => {
    const isFacade = createFacadeCheck(SECRET);
    expect(isFacade(SECRET)).to.equal(true);
    for (const value of [undefined, '', `${SECRET}f`, SECRET.slice(1), [SECRET, SECRET]]) {
      expect(isFacade(value), String(value)).to.equal(false);
    }
  });

  it('believes nobody where there is no secret', () => {
    expect(createFacadeCheck(null)('')).to.equal(false);
    expect(createFacadeCheck(null)(undefined)).to.equal(false);
  });
});
