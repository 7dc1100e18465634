import { create } from '@bufbuild/protobuf';
import { expect } from 'chai';

import { CatalogRecordSchema, type CatalogRecord } from '@webhooks/contracts';
import type { CatalogWriteResult, Actor } from '@webhooks/domain';

import { writeGroups } from './write-groups.ts';

describe('writeGroups', () => {
  it('reads the next group while one is written, and no further than the one behind it', async () => {
    const { call, writes } = setUp();
    const read: number[] = [];
    const total = writeGroups(call, groups(5, read), 10);
    await ticks();
    expect(read).to.deep.equal([1, 2]);
    expect(writes).to.have.length(2);
    writes[0]?.resolve([null]);
    await ticks();
    expect(read).to.deep.equal([1, 2, 3]);
    for (let group = 1; group < 5; group += 1) {
      writes[group]?.resolve([{ field: 'event.id', message: `${group}` }]);
      await ticks();
    }
    const { accepted, rejected, errors } = await total;
    expect([accepted, rejected]).to.deep.equal([1n, 4n]);
    expect(errors.map(({ index, message }) => [index, message])).to.deep.equal([
      [1n, '1'],
      [2n, '2'],
      [3n, '3'],
      [4n, '4'],
    ]);
  });

  it('fails when a group does, reads no more and leaves nothing under way', async () => {
    const { call, writes } = setUp();
    const read: number[] = [];
    let isOver = false;
    const total = writeGroups(call, groups(5, read), 10).catch((error: Error) => error.message);
    void total.then(() => (isOver = true));
    await ticks();
    writes[0]?.reject(new Error('disk full'));
    await ticks();
    expect(isOver).to.equal(false);
    writes[1]?.resolve([null]);
    expect(await total).to.equal('disk full');
    expect(read).to.deep.equal([1, 2]);
  });

  it('waits for what is under way when the client goes away', async () => {
    const { call, writes } = setUp();
    async function* broken() {
      yield* groups(1, []);
      throw new Error('gone');
    }
    let isOver = false;
    const total = writeGroups(call, broken(), 10).catch((error: Error) => error.message);
    void total.then(() => (isOver = true));
    await ticks();
    expect(isOver).to.equal(false);
    writes[0]?.reject(new Error('disk full'));
    expect(await total).to.equal('gone');
  });

  it('gives way to others after groups of which nothing is taken', async () => {
    const { call } = setUp();
    async function* wrong() {
      for (let group = 1; group <= 5; group += 1) yield [create(CatalogRecordSchema)];
    }
    let commitsOfOthers = 0;
    let isOver = false;
    const total = writeGroups(call, wrong(), 10).finally(() => (isOver = true));
    while (!isOver) {
      await new Promise(setImmediate);
      commitsOfOthers += 1;
    }
    expect((await total).rejected).to.equal(5n);
    expect(commitsOfOthers).to.be.at.least(5);
  });

  function setUp() {
    const writes: PromiseWithResolvers<readonly CatalogWriteResult[]>[] = [];
    const write = () => {
      const result = Promise.withResolvers<readonly CatalogWriteResult[]>();
      writes.push(result);
      return result.promise;
    };
    const parts = { catalog: { write }, policy: { allowHttp: false }, clock: { now: () => 1 } };
    return { call: { ...parts, actor: {} as Actor }, writes };
  }

  async function* groups(count: number, read: number[]): AsyncGenerator<CatalogRecord[]> {
    const value = { id: 17n, branchIdentifier: '1', number: '1' };
    for (let group = 1; group <= count; group += 1) {
      read.push(group);
      yield [create(CatalogRecordSchema, { record: { case: 'account', value } })];
    }
  }

  async function ticks(): Promise<void> {
    for (let tick = 0; tick < 3; tick += 1) await new Promise(setImmediate);
  }
});
