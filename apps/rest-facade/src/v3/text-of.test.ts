import { expect } from 'chai';

import { textOf } from './text-of.ts';

describe('textOf', () => {
  const bytes = (text: string) => Buffer.from(text);

  it('reads text as it is, unprintable characters and byte order mark included', () => {
    for (const text of ['', 'no such order', 'não\r\n\u0000\u0007', '\uFEFF{}', '💸']) {
      expect(textOf(bytes(text))).to.equal(text);
    }
  });

  it('leaves out a last character that was cut through', () => {
    const cut = (by: number) => bytes('ok 💸').subarray(0, -by);
    for (const by of [1, 2, 3]) expect(textOf(cut(by)), `${by} bytes short`).to.equal('ok ');
  });

  it('takes nothing else for text', () => {
    for (const invalid of [
      [0xff],
      [0x80, 0x61],
      [0x61, 0xc3, 0x28],
      [0xed, 0xa0, 0x80],
      [0xc0, 0xaf],
    ]) {
      expect(textOf(Uint8Array.from(invalid)), invalid.join()).to.equal(null);
    }
  });
});
