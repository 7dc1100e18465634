import { expect } from 'chai';

import { csvLine } from './csv.ts';

describe('csvLine', () => {
  it('writes numbers, flags, texts and nothing as they are', () => {
    expect(csvLine([1, true, 'evt_1', null, 'a b'])).to.equal('1,true,evt_1,,a b\r\n');
  });

  it('quotes what would end a cell', () => {
    expect(csvLine(['a,b', 'a"b', 'a\nb', 'a\rb'])).to.equal('"a,b","a""b","a\nb","a\rb"\r\n');
  });

  for (const start of ['=', '+', '-', '@', '\t', '\r']) {
    it(`makes text of a cell that begins with ${JSON.stringify(start)}`, () => {
      expect(csvLine([`${start}1+1"`])).to.equal(`"'${start}1+1"""\r\n`);
    });
  }
});
