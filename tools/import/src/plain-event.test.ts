import { equals, fromBinary, fromJsonString } from '@bufbuild/protobuf';
import { BinaryWriter } from '@bufbuild/protobuf/wire';
import {
  CatalogRecordSchema,
  ImportRecordsRequestSchema,
  type CatalogRecord,
} from '@webhooks/contracts';
import { expect } from 'chai';
import fc from 'fast-check';

import { readPlainEvent } from './plain-event.ts';
import { writeRecord } from './write-record.ts';

const EVENT = {
  id: 'evt_1',
  account_id: 17,
  resend_type: 'RESEND_TYPE_CASHIN',
  object_reference_id: 12345,
  type: 'PIX_CASHIN_RECEIVED',
  occurred_at: '2026-05-12T10:30:00.123456Z',
  payload: Buffer.from('{"n":1}').toString('base64'),
  outcome: 'DELIVERY_OUTCOME_FAILED',
};

describe('readPlainEvent', () => {
  const line = (change: object = {}) => JSON.stringify({ event: { ...EVENT, ...change } });

  it('reads what import files hold, with and without spaces and what may be left out', () => {
    for (const text of [
      line(),
      JSON.stringify({ event: EVENT }, null, 1),
      line({ account_id: '17', object_reference_id: undefined, outcome: undefined }),
      line({ occurred_at: '2026-05-12T10:30:00+03:00', payload: '' }),
    ]) {
      const record = sent(text);
      if (record === null) throw new Error(`not plain: ${text}`);
      expect(
        equals(CatalogRecordSchema, record, fromJsonString(CatalogRecordSchema, text)),
      ).to.equal(true);
    }
  });

  for (const text of [
    'no JSON',
    '{}',
    '[]',
    'null',
    '{"event":null}',
    '{"event":[]}',
    '{"account":{"id":1}}',
    line().replace('{"id"', '{"id":"evt_0","id"'),
    line().replace('{"id"', '{"account_id":18,"id"'),
    line().replace('{"event"', '{"event":{},"event"'),
    `${line().slice(0, -1)},"account":{}}`,
    line({ idd: 'x' }),
    line({ constructor: 'x' }),
    line({ id: 'a\\b' }),
    line({ id: 7 }),
    line({ account_id: 1.5 }),
    line({ account_id: 2 ** 53 }),
    line({ account_id: '9'.repeat(19) }),
    line({ account_id: undefined }),
    line({ resend_type: 'CASHIN' }),
    line({ resend_type: undefined }),
    line({ occurred_at: 'noon' }),
    line({ occurred_at: undefined }),
    line({ payload: '!!!!' }),
    line({ payload: 'YQ' }),
    line({ payload: '-_-_' }),
    line({ payload: 'YW=J' }),
    line({ payload: 'YWJj=' }),
    line({ payload: 'YQ==YQ==' }),
    line({ payload: 'Y===' }),
    line({ payload: '====' }),
    line({ payload: ' YQ=' }),
    line({ payload: 'YWJ\u00e9' }),
    line({ payload: undefined }),
    line({ outcome: 'NOPE' }),
    line({ outcome: null }),
  ]) {
    it(`leaves ${text.slice(0, 60)} (${text.length}) to the general reader`, () => {
      expect(readPlainEvent(text)).to.equal(null);
    });
  }

  it('never reads anything differently than protobuf does', () => {
    const value = fc.oneof(fc.string(), fc.double(), fc.maxSafeInteger(), fc.constant(null));
    const changes = fc.dictionary(fc.constantFrom(...Object.keys(EVENT), 'accountId'), value, {
      maxKeys: 2,
    });
    const bytes = fc.uint8Array({ maxLength: 40 }).map((data) => Buffer.from(data));
    const cut = fc.nat(400);
    fc.assert(
      fc.property(changes, bytes, cut, fc.string({ maxLength: 3 }), (change, data, at, extra) => {
        const whole = line({ payload: data.toString('base64'), ...change });
        for (const text of [whole, whole.slice(0, at) + extra + whole.slice(at)]) {
          const record = sent(text);
          if (record === null) continue;
          const general = fromJsonString(CatalogRecordSchema, text);
          expect(equals(CatalogRecordSchema, record, general), text).to.equal(true);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});

/** What the service reads of a plain event; null for everything else. */
function sent(text: string): CatalogRecord | null {
  const event = readPlainEvent(text);
  if (event === null) return null;
  const writer = new BinaryWriter();
  writeRecord(writer, event);
  const [record] = fromBinary(ImportRecordsRequestSchema, writer.finish()).records;
  return record ?? null;
}
