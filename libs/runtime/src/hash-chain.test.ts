import { expect } from 'chai';

import { canonicalJson, linkHash, NO_LINK } from './hash-chain.ts';

describe('canonicalJson', () => {
  it('writes values as RFC 8785 says', () => {
    // The example of its section 3.2.2, and the order of keys of 3.2.3.
    const example = {
      numbers: [333333333.3333333, 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
      string: '€$\u000f\nA\'B"\\\\"/',
      literals: [null, true, false],
    };
    expect(canonicalJson(example)).to.equal(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],' +
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
    const keys = { '€': 1, '\r': 2, '\ufb33': 3, '1': 4, '😀': 5, '\u0080': 6, ö: 7 };
    expect([...canonicalJson(keys).matchAll(/:(\d)/g)].map(([, digit]) => digit)).to.deep.equal([
      '2',
      '4',
      '6',
      '7',
      '1',
      '5',
      '3',
    ]);
  });

  it('is the same for the same fields in another order, and leaves undefined ones out', () => {
    const one = { b: [{ d: 1, c: 2 }], a: undefined };
    expect(canonicalJson(one)).to.equal('{"b":[{"c":2,"d":1}]}');
  });
});

describe('linkHash', () => {
  it('is SHA-256 of the hash before, a line feed and the text', () => {
    // printf '%064d\n{}' 0 | sha256sum
    expect(linkHash(NO_LINK, '{}')).to.equal(
      '5649d09ed68c17156095d175eef152856c5b1a81c117c409c1e00f096aa6838e',
    );
  });
});
