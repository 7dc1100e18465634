import { expect } from 'chai';

import { parseRecord } from './parse-record.ts';

describe('parseRecord', () => {
  it('reads both spellings of a name', () => {
    for (const name of ['branch_identifier', 'branchIdentifier']) {
      const record = parseRecord(Buffer.from(`{"account":{"id":17,"${name}":"0001"}}`));
      if (!('record' in record) || record.record.case !== 'account') throw new Error('no account');
      expect(record.record.value).to.include({ id: 17n, branchIdentifier: '0001' });
    }
  });

  for (const [line, problem] of [
    ['{"acount":{}}', 'key "acount" is unknown'],
    ['{"account":{"nunber":"1"}}', 'Account: key "nunber" is unknown'],
    ['{"account":{"id":1.5}}', 'Account.id: expected bigint (int64): 1.5 out of range'],
    ['{"event":{"payload":"!!!"}}', 'Event.payload: invalid base64 string'],
    ['{"event":{"occurred_at":"noon"}}', 'Timestamp: invalid RFC 3339 string'],
    [
      '{"event":{"outcome":"NOPE"}}',
      'DeliveryOutcome: expected DELIVERY_OUTCOME_DELIVERED, DELIVERY_OUTCOME_FAILED, DELIVERY_OUTCOME_NEVER_ATTEMPTED or DELIVERY_OUTCOME_RETRYING',
    ],
    [
      '{"event":{"resend_type":"CASHIN"}}',
      'ResendType: expected RESEND_TYPE_CASHIN or RESEND_TYPE_CASHOUT',
    ],
    [
      '{"object":{"resend_type":12.5}}',
      'ResendType: expected RESEND_TYPE_CASHIN or RESEND_TYPE_CASHOUT',
    ],
    ['{}', 'it holds no account, endpoint, object, event or outcome'],
    ['null', 'null'],
  ] as const) {
    it(`says what is wrong with ${line}`, () => {
      expect(parseRecord(Buffer.from(line))).to.deep.equal({ problem });
    });
  }

  it('does not repeat a line that is no JSON', () => {
    expect(parseRecord(Buffer.from('a token, "quoted"'))).to.deep.equal({
      problem: "Unexpected token 'a'",
    });
  });

  for (const line of [
    '{"endpoint":{"signing_secrets":"HIDDEN"}}',
    '{"endpoint":{"signing_secrets":["a",{"HIDDEN":1}]}}',
    '{"endpoint":{"signing_secrets":[12345678]}}',
    '{"endpoint":{"authorization_token":12345678}}',
    '{"endpoint":{"authorizationToken":-1.2345678}}',
    '{"endpoint":{"authorization_token":["HIDDEN"]}}',
    '{"endpoint":{"x_functions_key":{"HIDDEN":1}}}',
    '{"endpoint":{"x_functions_key":12345678}}',
    '{"endpoint":{"authorization_token":HIDDEN}}',
    '{"endpoint":{"authorization_token":"HIDDEN',
    '{"endpoint":{"authorization_token":"a"HIDDEN"}}',
    '{"endpoint":{"authorization_token":"\\ud800HIDDEN"}}',
    '{"endpoint":{"authorization_token":"a\nHIDDEN"}}',
    '{"endpoint":{"url":12345678}}',
    '{"endpoint":"HIDDEN"}',
    '{"endpoint":12345678}',
    '{"event":"HIDDEN, \\"HIDDEN"}',
    '{"event":{"payload":12345678}}',
    '{"client_identity":{"private_key":12345678}}',
    '{"client_identity":{"private_key":["HIDDEN"]}}',
    '{"client_identity":"HIDDEN"}',
    '"HIDDEN"',
    '12345678',
    '{"endpoint":{"authorization_token":"b"}} HIDDEN',
  ]) {
    it(`does not repeat what ${line} holds`, () => {
      const parsed = parseRecord(Buffer.from(line));
      expect(parsed)
        .to.have.property('problem')
        .that.does.not.match(/HIDDEN|2345678/);
    });
  }

  for (const [record, field] of [
    ['account', 'user_ids'],
    ['endpoint', 'signing_secrets'],
  ] as const) {
    it(`refuses ${field} that make a message too long, and leaves other numbers to the service`, () => {
      const parsed = (elements: number) => {
        const list = Array<string>(elements).fill('1');
        return parseRecord(Buffer.from(JSON.stringify({ [record]: { [field]: list } })));
      };
      expect(parsed(10_001)).to.deep.equal({
        problem: `${record}.${field} has more than 10000 elements`,
      });
      expect(parsed(10_000)).to.have.property('record');
    });
  }

  it('refuses bytes that are not UTF-8', () => {
    expect(parseRecord(Buffer.from([0x7b, 0xff, 0x7d]))).to.deep.equal({
      problem: 'it is not UTF-8',
    });
  });
});
