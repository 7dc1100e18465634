import type { Actor, CatalogRecord, CatalogStore, RecordedEvent } from '@webhooks/domain';
import { expect } from 'chai';

import { writeCallCodec } from './packed-catalog-records.ts';

const actor: Actor = {
  userId: null,
  service: 'catalog',
  tokenId: null,
  peerAddress: '127.0.0.1',
  forwardedFor: null,
  requestId: 'r-1',
};
const account: CatalogRecord = {
  kind: 'account',
  account: { id: 1, branchIdentifier: '0001', number: '7', userIds: [2] },
};
const object: CatalogRecord = {
  kind: 'object',
  object: { resendType: 'CASHOUT', objectReferenceId: 5, accountId: 1 },
};

function event(change: Partial<RecordedEvent>): CatalogRecord {
  return {
    kind: 'event',
    event: {
      id: 'evt_1',
      accountId: 1,
      resendType: 'CASHIN',
      objectReferenceId: 12_345,
      type: 'PIX_CASHIN_RECEIVED',
      occurredAtUs: 1_700_000_000_000_001,
      payload: Buffer.from('é'),
      outcome: 'FAILED',
      ...change,
    },
  };
}

const records = [
  account,
  event({}),
  event({ id: 'evt_2', accountId: 2 ** 53 - 1, objectReferenceId: null, outcome: null }),
  object,
  object,
  event({ id: 'evt_3', resendType: 'CASHOUT', type: 'X', payload: Buffer.alloc(0) }),
  event({ id: 'evt_keys', keys: { tx_id: 'é', tag: 'x' } }),
  event({ id: 'evt_4', payload: Buffer.from([0, 255]), outcome: 'NEVER_ATTEMPTED' }),
  account,
];

describe('a call that writes records', () => {
  for (const given of [records, [], [account], records.slice(1, 3)]) {
    it(`arrives with ${given.length} records as they were, in their order`, () => {
      const call: Parameters<CatalogStore['write']> = [given, 9, actor];
      const { wire, transfer } = writeCallCodec.encode(call);
      const arrived = structuredClone(wire, { transfer: [...transfer] });
      expect(writeCallCodec.decode(arrived)).to.deep.equal(call);
    });
  }
});
