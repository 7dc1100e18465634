import { expect } from 'chai';

import { Latest } from './latest.ts';

describe('Latest', () => {
  async function readAll<T>(values: AsyncIterable<T>): Promise<T[]> {
    const read: T[] = [];
    for await (const value of values) read.push(value);
    return read;
  }

  it('hands over what comes while the reader waits', async () => {
    const latest = new Latest<number>();
    const reader = latest[Symbol.asyncIterator]();
    const first = reader.next();
    latest.set(1);
    expect(await first).to.deep.equal({ done: false, value: 1 });
    const second = reader.next();
    latest.close();
    expect(await second).to.deep.equal({ done: true, value: undefined });
  });

  it('drops what was not taken before the next came, never the last', async () => {
    const latest = new Latest<number>();
    for (const value of [1, 2, 3]) latest.set(value);
    latest.close();
    latest.set(4);
    latest.close();
    expect(await readAll(latest)).to.deep.equal([3]);
  });

  it('hands over values that look like nothing', async () => {
    const latest = new Latest<undefined>();
    latest.set(undefined);
    latest.close();
    expect(await readAll(latest)).to.deep.equal([undefined]);
  });

  it('ends when its reader leaves', async () => {
    const latest = new Latest<number>();
    latest.set(1);
    for await (const value of latest) {
      expect(value).to.equal(1);
      break;
    }
  });
});
