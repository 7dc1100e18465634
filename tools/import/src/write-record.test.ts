import { fromBinary } from '@bufbuild/protobuf';
import { BinaryWriter } from '@bufbuild/protobuf/wire';
import { ImportRecordsRequestSchema } from '@webhooks/contracts';
import { expect } from 'chai';

import { parseRecord } from './parse-record.ts';
import { writeRecord } from './write-record.ts';

describe('writeRecord', () => {
  it('puts records of all kinds one behind the other into a message', () => {
    const lines = [
      '{"account":{"id":17,"number":"1","user_ids":[1,2]}}',
      `{"event":{"id":"evt_1","account_id":17,"resend_type":"RESEND_TYPE_CASHIN","type":"X","occurred_at":"2026-05-12T10:30:00.5Z","payload":"${'A'.repeat(400)}"}}`,
      '{"object":{"account_id":"17"}}',
      '{"event":{"id":"evt_2"}}',
    ];
    const writer = new BinaryWriter();
    const records = lines.map((line) => {
      const record = parseRecord(Buffer.from(line));
      if ('problem' in record) throw new Error(record.problem);
      writeRecord(writer, record);
      return record;
    });
    const message = fromBinary(ImportRecordsRequestSchema, writer.finish());
    expect(message.records.map(({ record }) => record.case)).to.deep.equal([
      'account',
      'event',
      'object',
      'event',
    ]);
    expect(message.records[0]).to.deep.equal(records[0]);
    expect(message.records[1]?.record.value).to.deep.include({
      id: 'evt_1',
      accountId: 17n,
      type: 'X',
      payload: new Uint8Array(300),
    });
    expect(message.records[3]).to.deep.equal(records[3]);
  });
});
