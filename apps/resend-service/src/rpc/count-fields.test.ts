import { create, toBinary } from '@bufbuild/protobuf';
import { ConnectError } from '@connectrpc/connect';
import { expect } from 'chai';

import { BatchUpsertRecordsRequestSchema } from '@webhooks/contracts';

import { fieldCounter } from './count-fields.ts';

const count = fieldCounter(BatchUpsertRecordsRequestSchema);
const fieldsOf = (...bytes: number[]): number => count(Uint8Array.from(bytes), 100);

const event = {
  id: 'evt_1',
  accountId: 17n,
  type: 'PAID',
  occurredAt: { seconds: 1_770_000_000n, nanos: 5 },
  payload: Uint8Array.of(0x0a, 0, 0x0a, 0),
};
const endpoint = { id: 'ep_1', signingSecrets: ['a', '', 'b'], maxRatePerSecond: 0.5 };
const account = { id: 17n, number: '1', userIds: [1n, 300n, 2n ** 53n - 1n] };

describe('fieldCounter', () => {
  it('counts records, what they hold, and the numbers of lists', () => {
    const records = (...cases: { case: string; value: object }[]): number => {
      const message = { records: cases.map((record) => ({ record })) };
      const init = create(BatchUpsertRecordsRequestSchema, message as never);
      return count(toBinary(BatchUpsertRecordsRequestSchema, init), 100);
    };
    expect(records()).to.equal(0);
    expect(records({ case: 'event', value: {} })).to.equal(2);
    expect(records({ case: 'event', value: event })).to.equal(2 + 5 + 2);
    expect(records({ case: 'endpoint', value: endpoint })).to.equal(2 + 5);
    expect(records({ case: 'account', value: account })).to.equal(2 + 3 + 3);
    expect(records({ case: 'account', value: account }, { case: 'event', value: event })).to.equal(
      8 + 9,
    );
  });

  it('counts fields that it does not know, and numbers that come one by one', () => {
    expect(fieldsOf(0x78, 1, 0x7a, 2, 0x0a, 0, 0x7d, 0, 0, 0, 0)).to.equal(3);
    expect(fieldsOf(0x0a, 6, 0x0a, 4, 0x20, 1, 0x20, 2)).to.equal(4);
  });

  it('ends when there are too many', () => {
    const broken = Buffer.concat([Buffer.alloc(400, Buffer.from([0x0a, 0])), Buffer.from([0])]);
    expect(count(broken, 100)).to.equal(101);
  });

  for (const [what, bytes] of Object.entries({
    'a field that is longer than its message': [0x0a, 2, 0],
    'a field that is longer than its record': [0x0a, 2, 0x22, 2, 0x0a, 0],
    'a number that goes beyond its record': [0x0a, 2, 0x78, 0x80, 1],
    'a record that comes as a number': [0x08, 4, 0x22, 2, 0x0a, 0],
    'a text that comes as a number': [0x0a, 4, 0x22, 2, 0x08, 1],
    'a number that comes as a text': [0x0a, 4, 0x22, 2, 0x12, 0],
    'a group': [0x7b, 0x7c],
    'the end of a group': [0x0c],
    'a tag that is none': [0x00],
    'a tag without its value': [0x0a],
  })) {
    it(`refuses ${what}`, () => {
      expect(() => fieldsOf(...bytes)).to.throw(ConnectError, 'BatchUpsertRecordsRequest');
    });
  }
});
