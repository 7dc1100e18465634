import { expect } from 'chai';

import { firstFilled, type PagePlace } from './first-filled.ts';

describe('firstFilled', () => {
  /** Rows by their number; a read looks at ten of them. */
  function listOf(rows: readonly number[]) {
    const reads: PagePlace[] = [];
    const read = async (place: PagePlace) => {
      reads.push(place);
      const from = place.cursor ?? 1_001;
      const isDown = place.cursor === null || place.direction === 'NEXT';
      const to = isDown ? from - 10 : from + 10;
      const between = (row: number) => (isDown ? row < from && row >= to : row > from && row <= to);
      const isEnd = isDown ? to <= 1 : to >= 1_000;
      const [ahead, back] = [isEnd ? null : to, place.cursor];
      const found = rows.filter(between);
      return isDown
        ? { found, next: ahead, previous: back }
        : { found, next: back, previous: ahead };
    };
    return { reads, read };
  }
  const isEmpty = ({ found }: { readonly found: readonly number[] }) => found.length === 0;

  it('reads on to the first page that has rows, and goes back to where it came from', async () => {
    const { read, reads } = listOf([700]);
    const page = await firstFilled(read, isEmpty, { cursor: 900, direction: 'NEXT' });
    expect(page).to.deep.equal({ found: [700], next: 700, previous: 900 });
    expect(reads).to.have.length(20);
    const back = await firstFilled(read, isEmpty, { cursor: 450, direction: 'PREVIOUS' });
    expect(back).to.deep.equal({ found: [700], next: 450, previous: 700 });
  });

  it('says that nothing is before the first page', async () => {
    const { read } = listOf([950]);
    const page = await firstFilled(read, isEmpty, { cursor: null, direction: 'NEXT' });
    expect(page).to.deep.equal({ found: [950], next: 941, previous: null });
  });

  it('ends where the list ends', async () => {
    const { read } = listOf([]);
    const page = await firstFilled(read, isEmpty, { cursor: 200, direction: 'NEXT' });
    expect(page).to.deep.equal({ found: [], next: null, previous: 200 });
  });

  it('reads no more than so many pages', async () => {
    const { read, reads } = listOf([1]);
    const page = await firstFilled(read, isEmpty, { cursor: null, direction: 'NEXT' });
    expect(page).to.deep.equal({ found: [], next: 501, previous: null });
    expect(reads).to.have.length(50);
  });

  it('lets others go on between two reads', async () => {
    const { read } = listOf([]);
    let turns = 0;
    const timer = setInterval(() => undefined, 1_000);
    const count = (): void => {
      turns += 1;
      if (turns < 100) setImmediate(count);
    };
    setImmediate(count);
    await firstFilled(read, isEmpty, { cursor: 300, direction: 'NEXT' });
    clearInterval(timer);
    expect(turns).to.be.at.least(29);
  });
});
