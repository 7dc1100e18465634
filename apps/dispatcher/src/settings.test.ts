import { StartupError } from '@webhooks/runtime';
import { expect } from 'chai';

import { readSettings } from './settings.ts';

const DAY_MS = 86_400_000;

describe('settings of retention', () => {
  const retention = (env: Record<string, string>) =>
    readSettings({ SECRETS_KEY: Buffer.alloc(32).toString('base64'), ...env }).retention;

  it('keep attempts for 30 days and deliveries for 90', () => {
    expect(retention({})).to.deep.equal({ attemptsMs: 30 * DAY_MS, deliveriesMs: 90 * DAY_MS });
  });

  it('keep nothing longer than what it belongs to', () => {
    const env = { KEEP_RESENDS_DAYS: '10', KEEP_DELIVERIES_DAYS: '20', KEEP_ATTEMPTS_DAYS: '30' };
    expect(retention(env)).to.deep.equal({ attemptsMs: 10 * DAY_MS, deliveriesMs: 10 * DAY_MS });
    const forEver = { KEEP_DELIVERIES_DAYS: '0', KEEP_ATTEMPTS_DAYS: '0' };
    expect(retention({ KEEP_RESENDS_DAYS: '7', ...forEver })).to.deep.equal({
      attemptsMs: 7 * DAY_MS,
      deliveriesMs: 7 * DAY_MS,
    });
  });

  it('keep for ever what nothing limits', () => {
    const env = { KEEP_RESENDS_DAYS: '0', KEEP_DELIVERIES_DAYS: '0', KEEP_ATTEMPTS_DAYS: '5' };
    expect(retention(env)).to.deep.equal({ attemptsMs: 5 * DAY_MS, deliveriesMs: null });
  });

  it('are whole days', () => {
    expect(() => retention({ KEEP_ATTEMPTS_DAYS: '0.5' })).to.throw(StartupError, 'KEEP_ATTEMPTS');
  });
});
