import { create } from '@bufbuild/protobuf';
import { expect } from 'chai';

import { CatalogRecordSchema, type CatalogRecord } from '@webhooks/contracts';

import { recordGroups } from './record-groups.ts';

function events(count: number, payloadBytes: number): CatalogRecord[] {
  const payload = new Uint8Array(payloadBytes);
  return Array.from({ length: count }, () =>
    create(CatalogRecordSchema, { record: { case: 'event', value: { payload } } }),
  );
}

async function sizes(messages: readonly { records: CatalogRecord[] }[]): Promise<number[]> {
  const lengths: number[] = [];
  for await (const group of recordGroups(messages)) lengths.push(group.length);
  return lengths;
}

describe('recordGroups', () => {
  it('joins small messages and cuts large ones, into small groups at first', async () => {
    const messages = [10, 480, 700].map((count) => ({ records: events(count, 1) }));
    expect(await sizes(messages)).to.deep.equal([100, 100, 100, 100, 500, 290]);
  });

  it('ends a group at half a megabyte of payload, a later one at two', async () => {
    expect(await sizes([{ records: events(9, 512 * 1024) }])).to.deep.equal([1, 1, 1, 1, 4, 1]);
  });

  it('makes no empty group', async () => {
    expect(await sizes([{ records: [] }])).to.deep.equal([]);
    expect(await sizes([{ records: events(500, 1) }])).to.deep.equal([100, 100, 100, 100, 100]);
  });
});
