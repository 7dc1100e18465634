import { expect } from 'chai';

import { formatEventTime } from './event-time.ts';

describe('formatEventTime', () => {
  for (const [occurredAtUs, expected] of [
    [0, '1970-01-01T00:00:00.000Z'],
    [1_777_716_000_000_000, '2026-05-02T10:00:00.000Z'],
    [1_777_716_000_123_000, '2026-05-02T10:00:00.123Z'],
    [1_777_716_000_123_456, '2026-05-02T10:00:00.123456Z'],
    [1_777_716_000_123_006, '2026-05-02T10:00:00.123006Z'],
    [-1, '1969-12-31T23:59:59.999999Z'],
    [Number.MAX_SAFE_INTEGER, '2255-06-05T23:47:34.740991Z'],
    [8.64e18, '+275760-09-13T00:00:00.000Z'],
    [8.65e18, null],
    [-8.65e18, null],
    [Number.NaN, null],
    [Number.POSITIVE_INFINITY, null],
  ] as const) {
    it(`writes ${occurredAtUs} as ${expected}`, () => {
      expect(formatEventTime(occurredAtUs)).to.equal(expected);
    });
  }
});
