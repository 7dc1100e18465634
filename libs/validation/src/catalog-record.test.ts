import type { Account, CatalogRecord, Endpoint, RecordedEvent } from '@webhooks/domain';
import { expect } from 'chai';

import { catalogRecordViolation } from './catalog-record.ts';

const ACCOUNT: Account = { id: 17, branchIdentifier: '0001', number: '123456', userIds: [246] };

const ENDPOINT: Endpoint = {
  id: 'ep_17_in',
  accountId: 17,
  url: 'https://merchant.example/hook?x=1',
  typeWebhook: 'CASHIN',
  authorizationToken: 'Bearer abc',
  xFunctionsKey: null,
  signingSecrets: [{ secret: secretOf(24), expiresAtMs: null }],
  disabledReason: null,
  maxInFlight: null,
  maxRatePerSecond: null,
  clientIdentity: null,
  trustAnchors: null,
  egressProxy: null,
  recoversAutomatically: false,
  isTest: false,
};

const EVENT: RecordedEvent = {
  id: 'evt_01',
  accountId: 17,
  resendType: 'CASHIN',
  objectReferenceId: 12345,
  type: 'QR_CODE_COPY_AND_PASTE_PAID',
  occurredAtUs: Date.UTC(2026, 4, 2) * 1000,
  payload: new TextEncoder().encode('not even JSON'),
  outcome: null,
};

function secretOf(bytes: number): string {
  return `whsec_${Buffer.alloc(bytes, 7).toString('base64')}`;
}

function fieldOf(record: CatalogRecord, allowHttp = false): string | null {
  return catalogRecordViolation(record, { allowHttp })?.field ?? null;
}

const account = (change: Partial<Account>) =>
  fieldOf({ kind: 'account', account: { ...ACCOUNT, ...change } });
const endpoint = (change: Partial<Endpoint>, allowHttp = false) =>
  fieldOf({ kind: 'endpoint', endpoint: { ...ENDPOINT, ...change } }, allowHttp);
const event = (change: Partial<RecordedEvent>) =>
  fieldOf({ kind: 'event', event: { ...EVENT, ...change } });
const secrets = (...texts: string[]) => ({
  signingSecrets: texts.map((secret) => ({ secret, expiresAtMs: null })),
});

describe('catalogRecordViolation', () => {
  it('takes names and keys of 64 printable characters', () => {
    const longest = '\u{1F600}'.repeat(64);
    expect(account({ name: longest })).to.equal(null);
    expect(account({ name: `${longest}x` })).to.equal('account.name');
    expect(event({ keys: { end_to_end_id: longest, tag: 'São João' } })).to.equal(null);
    expect(event({ keys: { tag: `${longest}x` } })).to.equal('event.keys.tag');
    expect(event({ keys: { tx_id: 'a\nb' } })).to.equal('event.keys.tx_id');
  });

  it('accepts an account within its limits and names what is beyond', () => {
    expect(account({})).to.equal(null);
    expect(account({ userIds: [] })).to.equal(null);
    expect(account({ id: 0 })).to.equal('account.id');
    expect(account({ branchIdentifier: '' })).to.equal('account.branch_identifier');
    expect(account({ number: '1\n' })).to.equal('account.number');
    expect(account({ userIds: [0] })).to.equal('account.user_ids');
    expect(account({ userIds: Array<number>(1001).fill(1) })).to.equal('account.user_ids');
  });

  it('accepts an endpoint within its limits and names what is beyond', () => {
    expect(endpoint({})).to.equal(null);
    expect(endpoint({ ...secrets(), authorizationToken: null })).to.equal(null);
    expect(endpoint({ id: 'a b' })).to.equal('endpoint.id');
    expect(endpoint({ accountId: 2 ** 53 })).to.equal('endpoint.account_id');
    expect(endpoint({ typeWebhook: 'cashin' })).to.equal('endpoint.type_webhook');
    expect(endpoint({ authorizationToken: '' })).to.equal('endpoint.authorization_token');
    expect(endpoint({ authorizationToken: 'a\r\nb' })).to.equal('endpoint.authorization_token');
    expect(endpoint({ xFunctionsKey: 'k'.repeat(256) })).to.equal('endpoint.x_functions_key');
    expect(endpoint({ maxInFlight: 256, maxRatePerSecond: 0.5 })).to.equal(null);
    expect(endpoint({ maxInFlight: 257 })).to.equal('endpoint.max_in_flight');
    expect(endpoint({ maxInFlight: 0 })).to.equal('endpoint.max_in_flight');
    for (const maxRatePerSecond of [0, -1, Number.NaN, Infinity]) {
      expect(endpoint({ maxRatePerSecond })).to.equal('endpoint.max_rate_per_second');
    }
  });

  it('accepts secrets of 24 to 64 bytes, at most four', () => {
    expect(endpoint(secrets(secretOf(24), secretOf(25), secretOf(32), secretOf(64)))).to.equal(
      null,
    );
    const bad = [secretOf(23), secretOf(65), 'whsec_', secretOf(24).slice(6), `${secretOf(24)}!`];
    for (const secret of bad) {
      expect(endpoint(secrets(secret)), secret).to.equal('endpoint.signing_secrets');
    }
    const five = Array<string>(5).fill(secretOf(24));
    expect(endpoint(secrets(...five))).to.equal('endpoint.signing_secrets');
  });

  it('accepts https URLs, and http where it is allowed', () => {
    for (const url of ['https://a', 'HTTPS://a.example:8443/x', 'https://[2001:db8::1]/']) {
      expect(endpoint({ url }), url).to.equal(null);
    }
    expect(endpoint({ url: 'http://a.example' })).to.equal('endpoint.url');
    expect(endpoint({ url: 'http://a.example' }, true)).to.equal(null);
  });

  for (const url of [
    '',
    'merchant.example',
    'https:',
    'https://',
    'https:///x',
    'https:a.example',
    'https:\\\\a.example',
    ' https://a.example',
    'https://a.example/\n',
    'https://a.exa\tmple/',
    'https://user@a.example/',
    'https://user:pw@a.example/',
    'https://:@a.example:99999/',
    'ftp://a.example',
    'javascript:alert(1)',
    'file:///etc/passwd',
    `https://a.example/${'x'.repeat(2048)}`,
  ]) {
    it(`refuses the URL ${JSON.stringify(url.slice(0, 40))} even where http is allowed`, () => {
      expect(endpoint({ url }, true)).to.equal('endpoint.url');
    });
  }

  it('accepts an object within its limits and names what is beyond', () => {
    const object = { resendType: 'CASHOUT', objectReferenceId: 1, accountId: 17 } as const;
    expect(fieldOf({ kind: 'object', object })).to.equal(null);
    expect(fieldOf({ kind: 'object', object: { ...object, objectReferenceId: 0 } })).to.equal(
      'object.object_reference_id',
    );
    expect(fieldOf({ kind: 'object', object: { ...object, accountId: 0 } })).to.equal(
      'object.account_id',
    );
  });

  it('accepts an event within its limits and names what is beyond', () => {
    expect(event({})).to.equal(null);
    expect(event({ objectReferenceId: null, type: 'SOMETHING_NEW_9' })).to.equal(null);
    expect(event({ payload: new Uint8Array(512 * 1024) })).to.equal(null);
    expect(event({ id: '' })).to.equal('event.id');
    expect(event({ id: 'x'.repeat(65) })).to.equal('event.id');
    expect(event({ accountId: -1 })).to.equal('event.account_id');
    expect(event({ objectReferenceId: 0 })).to.equal('event.object_reference_id');
    expect(event({ type: 'lower' })).to.equal('event.type');
    expect(event({ occurredAtUs: -1 })).to.equal('event.occurred_at');
    expect(event({ occurredAtUs: 8e15 })).to.equal('event.occurred_at');
    expect(event({ payload: new Uint8Array(512 * 1024 + 1) })).to.equal('event.payload');
  });
});
