import { expect } from 'chai';

import { readSettings } from './settings.ts';

const DAY_MS = 86_400_000;

describe('settings of the service', () => {
  const read = (env: Record<string, string> = {}) =>
    readSettings({
      SECRETS_KEY: Buffer.alloc(32).toString('base64'),
      AUTH_HS256_SECRET: 's'.repeat(32),
      ...env,
    });

  it('limit bulk resends, but no single objects, unless they say otherwise', () => {
    expect(read().activeLimits).to.deep.equal({ perUser: 20, perAccount: 20 });
    expect(read().userRate).to.equal(null);
  });

  it('take 0 for no limit', () => {
    const env = { MAX_ACTIVE_BULK_PER_USER: '0', MAX_ACTIVE_BULK_PER_ACCOUNT: '5' };
    expect(read(env).activeLimits).to.deep.equal({ perUser: null, perAccount: 5 });
  });

  it('list where deliveries come from, by addresses and blocks of them', () => {
    expect(read().sourceIps).to.deep.equal([]);
    const list = ['203.0.113.7', '203.0.113.16/28', '2001:db8::/64'];
    expect(read({ SOURCE_IPS: list.join(', ') }).sourceIps).to.deep.equal(list);
    for (const bad of ['203.0.113', '203.0.113.0/33', 'proxy.example', '203.0.113.7,']) {
      expect(() => read({ SOURCE_IPS: bad }), bad).to.throw(/^SOURCE_IPS /);
    }
  });

  it('give every rate its burst', () => {
    expect(read({ USER_REQUESTS_PER_SECOND: '10' }).userRate).to.deep.equal({
      ratePerSecond: 10,
      burst: 50,
    });
    const env = { USER_REQUESTS_PER_SECOND: '10', USER_REQUEST_BURST: '1' };
    expect(read(env).userRate).to.deep.equal({ ratePerSecond: 10, burst: 1 });
  });

  it('keep resends for a year and audit records for five', () => {
    const year = 365 * DAY_MS;
    expect(read().retention).to.deep.equal({ resendsMs: year, auditRecordsMs: 5 * year + DAY_MS });
    expect(read({ KEEP_RESENDS_DAYS: '0', KEEP_AUDIT_DAYS: '0' }).retention).to.deep.equal({
      resendsMs: null,
      auditRecordsMs: null,
    });
  });

  it('believe no facade without a secret', () => {
    expect(read().facadeSecret).to.equal(null);
    expect(read({ FACADE_SECRET: 'f'.repeat(32) }).facadeSecret).to.equal('f'.repeat(32));
    expect(() => read({ FACADE_SECRET: 'short' })).to.throw(/FACADE_SECRET must be at least 32/);
  });
});
