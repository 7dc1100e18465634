import { createContextValues } from '@connectrpc/connect';
import { expect } from 'chai';

import { principalKey } from '@webhooks/auth';
import { DomainError, type Principal } from '@webhooks/domain';

import { createRateLimit, type RateLimit } from './rate-limit.ts';

const policy = { ratePerSecond: 2, burst: 3 };

describe('createRateLimit', () => {
  let nowMs = 0;
  const clock = { now: () => nowMs };
  beforeEach(() => {
    nowMs = 1_800_000_000_000;
  });

  /** "passed", or after how many milliseconds to come back. */
  function call(limit: RateLimit, principal: Principal | null): 'passed' | number | null {
    try {
      limit({ values: createContextValues().set(principalKey, principal) });
      return 'passed';
    } catch (error) {
      expect(error).to.be.instanceOf(DomainError).with.property('code', 'too_many_requests');
      const limit = { name: 'calls_per_second_of_user', value: policy.ratePerSecond };
      expect(error).to.deep.include({ limit });
      return (error as DomainError).retryAfterMs;
    }
  }
  const user = (userId: number): Principal => ({ kind: 'user', userId, tokenId: 't' });
  const service = (actingUserId: number | null): Principal => ({
    kind: 'service',
    subject: 's',
    scopes: new Set(),
    tokenId: null,
    actingUserId,
  });
  const many = (limit: RateLimit, principal: Principal | null, calls: number) =>
    Array.from({ length: calls }, () => call(limit, principal));

  it('lets a burst through and tells when to come back', () => {
    const limit = createRateLimit(policy, clock);
    expect(many(limit, user(1), 4)).to.deep.equal(['passed', 'passed', 'passed', 500]);
    nowMs += 250;
    expect(call(limit, user(1))).to.equal(250);
    nowMs += 250;
    expect(many(limit, user(1), 2)).to.deep.equal(['passed', 500]);
  });

  it('keeps users apart', () => {
    const limit = createRateLimit(policy, clock);
    many(limit, user(1), 4);
    expect(call(limit, user(2))).to.equal('passed');
  });

  it('counts what a service does for a user as that user', () => {
    const limit = createRateLimit(policy, clock);
    many(limit, user(1), 2);
    expect(many(limit, service(1), 2)).to.deep.equal(['passed', 500]);
  });

  it('does not count services that act for themselves, nor public calls', () => {
    const limit = createRateLimit(policy, clock);
    for (const principal of [service(null), null]) {
      expect(new Set(many(limit, principal, 50))).to.deep.equal(new Set(['passed']));
    }
  });

  it('limits nobody without a policy', () => {
    const limit = createRateLimit(null, clock);
    expect(new Set(many(limit, user(1), 50))).to.deep.equal(new Set(['passed']));
  });

  it('remembers a bounded number of users, those that were seen last', () => {
    const limit = createRateLimit(policy, clock, 2);
    many(limit, user(1), 3);
    many(limit, user(2), 3);
    expect(call(limit, user(1)), 'remembered').to.equal(500);
    many(limit, user(3), 3);
    expect(call(limit, user(2)), 'remembered').to.equal(500);
    expect(call(limit, user(1)), 'forgotten').to.equal('passed');
  });
});
