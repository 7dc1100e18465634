import { expect } from 'chai';

import { readDateTime, typedFromIso } from './instants.ts';
import { lengthsMs, periodOf, periodSince } from './periods.ts';

const nowMs = Date.UTC(2026, 10, 10, 12, 30, 42, 7);

describe('a period that is chosen', () => {
  it('takes in whole minutes, up to the one that it is', () => {
    expect(periodOf(lengthsMs.lastDay, nowMs)).to.deep.equal({
      from: '2026-11-09T12:30:00.000Z',
      to: '2026-11-10T12:30:59.999999Z',
    });
    expect(periodSince(Date.UTC(2026, 10, 10, 9, 1, 59), nowMs).from).to.equal(
      '2026-11-10T09:01:00.000Z',
    );
  });

  it('is what somebody could have typed', () => {
    const { from, to } = periodOf(lengthsMs.lastHour, nowMs);
    for (const [iso, end] of [
      [from, 'start'],
      [to, 'end'],
    ] as const) {
      const typed = typedFromIso(iso, end, 'en');
      expect(typed).to.match(/^\d{2}\/\d{2}\/2026 \d{2}:\d{2}$/);
      expect(readDateTime(typed, end, 'en')).to.be.a('number');
    }
  });
});
