import { expect } from 'chai';

import { readPage } from './read-page.ts';

describe('takePage', () => {
  const rows = [3, 4, 5].map((length) => ({ payload: new Uint8Array(length) }));

  it('ends at the rows or the bytes of its limit, whichever comes first', () => {
    expect(readPage(rows, { rows: 2, bytes: 100 })).to.deep.equal({
      rows: rows.slice(0, 2),
      isCut: true,
    });
    expect(readPage(rows, { rows: 9, bytes: 7 })).to.deep.equal({
      rows: rows.slice(0, 2),
      isCut: true,
    });
    expect(readPage(rows, { rows: 9, bytes: 12 })).to.deep.equal({ rows, isCut: false });
  });

  it('takes one row at least, and none of none', () => {
    expect(readPage(rows, { rows: 9, bytes: 0 })).to.deep.equal({
      rows: rows.slice(0, 1),
      isCut: true,
    });
    expect(readPage([], { rows: 9, bytes: 0 })).to.deep.equal({ rows: [], isCut: false });
  });

  it('reads no further than it must', () => {
    let read = 0;
    function* source() {
      for (const row of rows) {
        read += 1;
        yield row;
      }
    }
    readPage(source(), { rows: 1, bytes: 100 });
    expect(read).to.equal(1);
  });
});
