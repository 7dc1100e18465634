import { expect } from 'chai';

import {
  breakerAfter,
  breakerWithoutProbe,
  closedBreaker,
  defaultBreakerPolicy,
  letsThrough,
  startThroughBreaker,
  type Breaker,
  type BreakerPolicy,
  type BreakerSample,
  type ClosedBreaker,
  type OpenBreaker,
} from './breaker.ts';

const nowMs = 1_800_000_000_000;
const policy: BreakerPolicy = {
  consecutiveFailures: 3,
  windowMs: 1_000,
  minSamples: 10,
  failureRate: 0.5,
  firstOpenMs: 100,
  maxOpenMs: 450,
};

const healthy: BreakerSample = { signal: 'healthy', retryAfterMs: null, probe: false, nowMs };
const failing: BreakerSample = { ...healthy, signal: 'failing' };
const overloaded: BreakerSample = { ...healthy, signal: 'overloaded' };
const openBreaker: OpenBreaker = {
  kind: 'open',
  sinceMs: nowMs,
  untilMs: nowMs + 100,
  openings: 1,
};
const halfOpen: Breaker = { kind: 'half_open', openings: 1 };

function after(samples: readonly BreakerSample[], from: Breaker = closedBreaker): Breaker {
  return samples.reduce((breaker, sample) => breakerAfter(breaker, sample, policy), from);
}

function repeat(sample: BreakerSample, count: number): BreakerSample[] {
  return new Array<BreakerSample>(count).fill(sample);
}

describe('a closed breaker', () => {
  it('lets everything through, never as a probe, and stays as it is', () => {
    expect(letsThrough(closedBreaker, nowMs)).to.equal(true);
    const started = startThroughBreaker(closedBreaker, nowMs);
    expect(started).to.deep.equal({ breaker: closedBreaker, probe: false });
    expect(started?.breaker).to.equal(closedBreaker);
  });

  for (const sample of [failing, overloaded]) {
    it(`opens at the third ${sample.signal} answer in a row`, () => {
      expect(after(repeat(sample, 2))).to.have.property('kind', 'closed');
      expect(after(repeat(sample, 3))).to.deep.equal(openBreaker);
    });
  }

  it('forgets failures in a row at a healthy answer', () => {
    const samples = [failing, failing, healthy, failing, failing];
    expect(after(samples)).to.include({ kind: 'closed', consecutiveFailures: 2 });
  });

  it('counts in a row across windows', () => {
    const later = { ...failing, nowMs: nowMs + 5_000 };
    expect(after([failing, failing, later])).to.have.property('kind', 'open');
  });

  it('opens at the failure that makes the rate with enough samples', () => {
    const mixed = [healthy, failing, healthy, failing, healthy, failing, healthy, failing, healthy];
    expect(after(mixed)).to.include({ kind: 'closed', samples: 9, failures: 4 });
    expect(after([...mixed, failing])).to.have.property('kind', 'open');
  });

  it('stays closed below the rate', () => {
    const samples = [...repeat(healthy, 6), failing, failing, healthy, failing];
    expect(after(samples)).to.include({ kind: 'closed', samples: 10, failures: 3 });
  });

  it('stays closed at the rate with too few samples', () => {
    const samples = [failing, healthy, failing, healthy, failing, healthy, failing, healthy];
    expect(after(samples)).to.include({ kind: 'closed', samples: 8, failures: 4 });
  });

  it('does not open at a healthy answer, even if it completes the samples', () => {
    const samples = [
      failing,
      failing,
      healthy,
      failing,
      failing,
      healthy,
      failing,
      failing,
      healthy,
    ];
    expect(after(samples)).to.include({ kind: 'closed', samples: 9, failures: 6 });
    expect(after([...samples, healthy])).to.include({ kind: 'closed', samples: 10 });
    expect(after([...samples, healthy, failing])).to.have.property('kind', 'open');
  });

  it('counts anew when a window is over, and not before', () => {
    const start = after([failing]);
    expect(start).to.include({ windowStartedAtMs: nowMs, samples: 1, failures: 1 });
    const within = after([{ ...healthy, nowMs: nowMs + 999 }], start);
    expect(within).to.include({ windowStartedAtMs: nowMs, samples: 2, failures: 1 });
    const healthyAfter = after([{ ...healthy, nowMs: nowMs + 1_000 }], start);
    expect(healthyAfter).to.include({ windowStartedAtMs: nowMs + 1_000, samples: 1, failures: 0 });
    const failingAfter = after([{ ...failing, nowMs: nowMs + 1_000 }], start);
    expect(failingAfter).to.include({ windowStartedAtMs: nowMs + 1_000, samples: 1, failures: 1 });
  });

  it('counts anew when the clock jumps back, and not at the same moment', () => {
    const start = after([failing]);
    const back = after([{ ...healthy, nowMs: nowMs - 1 }], start);
    expect(back).to.include({ windowStartedAtMs: nowMs - 1, samples: 1, failures: 0 });
    const same = after([healthy], start);
    expect(same).to.include({ windowStartedAtMs: nowMs, samples: 2, failures: 1 });
  });

  it('opens at once for as long as Retry-After asks, but not for less than usual', () => {
    const asks = (retryAfterMs: number): Breaker => after([{ ...overloaded, retryAfterMs }]);
    expect(asks(60_000)).to.deep.equal({ ...openBreaker, untilMs: nowMs + 60_000 });
    expect(asks(1)).to.deep.equal(openBreaker);
    expect(asks(0)).to.have.property('kind', 'closed');
  });
});

describe('an open breaker', () => {
  for (const [at, expected] of [
    [nowMs, false],
    [nowMs + 99, false],
    [nowMs + 100, true],
    [nowMs + 101, true],
    // The clock jumped back.
    [nowMs - 1, true],
  ] as const) {
    it(`lets ${expected ? 'a probe' : 'nothing'} through after ${at - nowMs} ms of 100`, () => {
      expect(letsThrough(openBreaker, at)).to.equal(expected);
      const started = startThroughBreaker(openBreaker, at);
      expect(started).to.deep.equal(expected ? { breaker: halfOpen, probe: true } : null);
    });
  }

  it('ignores what was in flight when it opened', () => {
    for (const sample of [healthy, failing, overloaded, { ...failing, retryAfterMs: 0 }]) {
      expect(after([sample], openBreaker)).to.equal(openBreaker);
    }
  });

  it('stays open longer when an answer asks for it, never shorter', () => {
    const asks = (retryAfterMs: number): Breaker =>
      after([{ ...overloaded, retryAfterMs, nowMs: nowMs + 50 }], openBreaker);
    expect(asks(10)).to.deep.equal(openBreaker);
    expect(asks(50)).to.deep.equal(openBreaker);
    expect(asks(51)).to.deep.equal({ ...openBreaker, untilMs: nowMs + 101 });
  });
});

describe('a half-open breaker', () => {
  const probe = { ...healthy, probe: true };

  it('lets nothing more through', () => {
    expect(letsThrough(halfOpen, nowMs)).to.equal(false);
    expect(startThroughBreaker(halfOpen, nowMs)).to.equal(null);
  });

  it('closes at a healthy probe, with nothing counted', () => {
    const closed: ClosedBreaker = { ...closedBreaker, windowStartedAtMs: nowMs };
    expect(after([probe], halfOpen)).to.deep.equal(closed);
  });

  for (const signal of ['failing', 'overloaded'] as const) {
    it(`opens at a probe that is ${signal}`, () => {
      expect(after([{ ...probe, signal }], halfOpen)).to.deep.equal({
        kind: 'open',
        sinceMs: nowMs,
        untilMs: nowMs + 200,
        openings: 2,
      });
    });
  }

  it('ignores what is not the probe', () => {
    for (const sample of [healthy, failing, { ...overloaded, retryAfterMs: 60_000 }]) {
      expect(after([sample], halfOpen)).to.equal(halfOpen);
    }
  });

  for (const [openings, openMs] of [
    [0, 100],
    [1, 200],
    [2, 400],
    [3, 450],
    [2_000, 450],
  ] as const) {
    it(`stays open for ${openMs} ms after ${openings} openings`, () => {
      const breaker: Breaker = { kind: 'half_open', openings };
      const opened = after([{ ...probe, signal: 'failing' }], breaker);
      expect(opened).to.include({ untilMs: nowMs + openMs, openings: openings + 1 });
    });
  }

  it('stays open as long as the probe is asked to wait, beyond the usual bound', () => {
    const sample: BreakerSample = { ...probe, signal: 'overloaded', retryAfterMs: 9_999 };
    expect(after([sample], halfOpen)).to.have.property('untilMs', nowMs + 9_999);
  });

  it('makes the next attempt the probe when its own was not sent', () => {
    const open = breakerWithoutProbe(halfOpen, nowMs);
    expect(open).to.deep.equal({ kind: 'open', sinceMs: nowMs, untilMs: nowMs, openings: 1 });
    expect(startThroughBreaker(open, nowMs)).to.deep.equal({ breaker: halfOpen, probe: true });
  });
});

describe('breakerWithoutProbe', () => {
  it('leaves a breaker alone that has no probe', () => {
    expect(breakerWithoutProbe(closedBreaker, nowMs)).to.equal(closedBreaker);
    expect(breakerWithoutProbe(openBreaker, nowMs)).to.equal(openBreaker);
  });
});

describe('the default breaker policy', () => {
  it('needs a few failures and stays open for seconds to minutes', () => {
    expect(defaultBreakerPolicy).to.deep.equal({
      consecutiveFailures: 5,
      windowMs: 60_000,
      minSamples: 20,
      failureRate: 0.5,
      firstOpenMs: 5_000,
      maxOpenMs: 300_000,
    });
  });
});
