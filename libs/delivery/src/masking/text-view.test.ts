import { expect } from 'chai';
import fc from 'fast-check';

import { viewsOf } from './text-view.ts';

describe('viewsOf', () => {
  it('tells where each character of a text begins, however it is asked', () => {
    const anyByte = fc.constantFrom(...Buffer.from('a+-_/ %5\\n&\r\n\0\xff', 'latin1'));
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 50 }), fc.array(anyByte), (random, likely) => {
        const bytes = Buffer.from([...random, ...likely]);
        for (const { text, starts } of viewsOf(bytes)) {
          expect(starts).to.have.length(text.length + 1);
          expect(starts.at(-1)).to.equal(bytes.length);
        }
        const [{ text, starts } = { text: '', starts: [] }] = viewsOf(bytes);
        const same = (byte = 0) => String.fromCharCode(byte).replace(/[+-]/, ' ').replace('_', '/');
        expect([...text]).to.deep.equal([...text].map((_, at) => same(bytes[starts[at] ?? 0])));
      }),
    );
  });
});
