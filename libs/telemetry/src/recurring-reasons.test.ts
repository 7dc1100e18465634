import { expect } from 'chai';

import { RecurringReasons } from './recurring-reasons.ts';

describe('a reason that lasts', () => {
  let now: number;
  let reasons: RecurringReasons;

  beforeEach(() => {
    now = 0;
    reasons = new RecurringReasons({ now: () => now });
  });

  it('is said at once and then once a minute', () => {
    const saidAt: number[] = [];
    for (; now < 200_000; now += 1_000) if (reasons.isDue('refused')) saidAt.push(now);
    expect(saidAt).to.deep.equal([0, 60_000, 120_000, 180_000]);
  });

  it('is said once a minute also when it takes turns with another', () => {
    let said = 0;
    for (; now < 60_000; now += 1_000) if (reasons.isDue(`reason ${now % 2_000}`)) said += 1;
    expect(said).to.equal(2);
  });

  it('is said at once when it comes again after all was well', () => {
    expect(reasons.isDue('refused')).to.equal(true);
    reasons.clear();
    expect(reasons.isDue('refused')).to.equal(true);
  });

  it('gives way to others when there are many', () => {
    for (let number = 0; number <= 16; number += 1) reasons.isDue(`reason ${number}`);
    expect(reasons.isDue('reason 16')).to.equal(false);
    expect(reasons.isDue('reason 0')).to.equal(true);
  });
});
