import { expect } from 'chai';

import { testEventRefusal } from './test-event-refusal.ts';

const nowMs = 1_000_000;

describe('a further test event', () => {
  it('is sent while endpoint and user have fewer than they may', () => {
    expect(testEventRefusal({ ofEndpointAtMs: null, ofUserAtMs: null }, nowMs)).to.equal(null);
  });

  it('is refused by the name of the limit, until the oldest that counts is a minute old', () => {
    const asked = { ofEndpointAtMs: nowMs - 50_000, ofUserAtMs: nowMs - 20_000 };
    expect(testEventRefusal(asked, nowMs)).to.deep.include({
      code: 'too_many_requests',
      limit: { name: 'test_events_per_minute_of_endpoint', value: 10 },
      message: 'An endpoint gets at most 10 test events a minute',
      retryAfterMs: 10_000,
    });
    expect(testEventRefusal({ ...asked, ofEndpointAtMs: null }, nowMs)).to.deep.include({
      limit: { name: 'test_events_per_minute_of_user', value: 20 },
      message: 'A user sends at most 20 test events a minute',
      retryAfterMs: 40_000,
    });
  });
});
