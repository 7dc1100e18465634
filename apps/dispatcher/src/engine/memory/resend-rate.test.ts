import type { ResendWork } from '@webhooks/domain';
import { expect } from 'chai';

import { ResendRate } from './resend-rate.ts';
import { ResendRates } from './resend-rates.ts';

describe('ResendRate', () => {
  const nowMs = 1_780_000_000_000;

  it('lets nothing wait without a limit', () => {
    const rate = new ResendRate(null);
    rate.started('a', nowMs);
    expect(rate.waitsUntil('a', nowMs)).to.equal(null);
  });

  it('says when the next one may start, whatever its endpoint', () => {
    const rate = new ResendRate(2);
    expect(rate.waitsUntil('a', nowMs)).to.equal(null);
    rate.started('a', nowMs);
    expect(rate.waitsUntil('b', nowMs)).to.equal(nowMs + 500);
    expect(rate.waitsUntil('b', nowMs + 250)).to.equal(nowMs + 500);
    expect(rate.waitsUntil('b', nowMs + 500)).to.equal(null);
  });

  it('lets endpoints that waited go before the one that was started to last', () => {
    const rate = new ResendRate(2);
    rate.started('a', nowMs);
    expect(rate.waitsUntil('a', nowMs), 'nobody else waits').to.equal(nowMs + 500);
    rate.waitsUntil('b', nowMs);
    expect(rate.waitsUntil('a', nowMs)).to.be.greaterThan(nowMs + 500);
  });

  it('follows its owner at once', () => {
    const rate = new ResendRate(0.1);
    rate.started('a', nowMs);
    expect(rate.waitsUntil('a', nowMs)).to.equal(nowMs + 10_000);
    rate.limit(10);
    expect(rate.waitsUntil('a', nowMs)).to.equal(nowMs + 100);
    rate.limit(null);
    expect(rate.waitsUntil('a', nowMs)).to.equal(null);
  });

  it('holds for a resend that comes and goes', () => {
    const rates = new ResendRates();
    rates.of({ id: 7, maxRatePerSecond: 1 }).started('a', nowMs);
    expect(rates.of({ id: 7, maxRatePerSecond: 1 }).waitsUntil('a', nowMs)).to.equal(nowMs + 1_000);
    expect(rates.of({ id: 8, maxRatePerSecond: 1 }).waitsUntil('a', nowMs)).to.equal(null);
  });

  it('holds for one that had none when it came', () => {
    const rates = new ResendRates();
    const work = { id: 7, maxRatePerSecond: null } as ResendWork;
    const rate = rates.of(work);
    rates.change({ work, rate }, 1);
    rate.started('a', nowMs);
    expect(rates.of({ id: 7, maxRatePerSecond: 1 }).waitsUntil('a', nowMs)).to.equal(nowMs + 1_000);
  });
});
