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
  it('joins small messages and cuts large ones', async () => {
    const messages = [10, 480, 700].map((count) => ({ records: events(count, 1) }));
    expect(await sizes(messages)).to.deep.equal([500, 500, 190]);
  });

  it('ends a group at two megabytes of payload', async () => {
    expect(await sizes([{ records: events(9, 512 * 1024) }])).to.deep.equal([4, 4, 1]);
  });

  it('makes no empty group', async () => {
    expect(await sizes([{ records: [] }])).to.deep.equal([]);
    expect(await sizes([{ records: events(500, 1) }])).to.deep.equal([500]);
  });
});
