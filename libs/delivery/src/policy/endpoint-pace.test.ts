import type { AttemptOutcome } from '@webhooks/domain';
import { expect } from 'chai';
import fc from 'fast-check';

import { defaultBreakerPolicy } from './breaker.ts';
import {
  initialPace,
  paceAfter,
  paceToProbe,
  paceUnderRate,
  tryStart,
  type EndpointPace,
  type PaceDecision,
  type PacePolicy,
} from './endpoint-pace.ts';

type Outcome = Pick<AttemptOutcome, 'errorClass' | 'httpStatus' | 'retryAfterMs'>;

const nowMs = 1_800_000_000_000;
const policy: PacePolicy = {
  breaker: { ...defaultBreakerPolicy, consecutiveFailures: 2, firstOpenMs: 1_000 },
  maxInFlight: 4,
  maxRatePerSecond: null,
};

const success: Outcome = { errorClass: null, httpStatus: 200, retryAfterMs: null };
const failure: Outcome = { errorClass: 'timeout', httpStatus: null, retryAfterMs: null };
const waitsForAnEnd: PaceDecision = { start: false, againAtMs: null };

describe('tryStart', () => {
  it('starts up to the cap and then waits for an end', () => {
    for (const inFlight of [0, 1, 3]) {
      const decision = tryStart(initialPace, { inFlight, nowMs }, policy);
      expect(decision).to.deep.equal({ start: true, pace: initialPace, probe: false });
    }
    for (const inFlight of [4, 5]) {
      expect(tryStart(initialPace, { inFlight, nowMs }, policy)).to.deep.equal(waitsForAnEnd);
    }
  });

  it('makes nothing new on its usual way', () => {
    const decision = tryStart(initialPace, { inFlight: 0, nowMs }, policy);
    expect(decision.start && decision.pace).to.equal(initialPace);
  });

  it('waits for the end of an open breaker, then for that of its probe', () => {
    const open = after(failure, failure);
    const refused = tryStart(open, { inFlight: 0, nowMs: nowMs + 999 }, policy);
    expect(refused).to.deep.equal({ start: false, againAtMs: nowMs + 1_000 });
    const probing = tryStart(open, { inFlight: 0, nowMs: nowMs + 1_000 }, policy);
    if (!probing.start) throw new Error('no probe');
    expect(probing.probe).to.equal(true);
    expect(probing.pace.breaker.kind).to.equal('half_open');
    const second = tryStart(probing.pace, { inFlight: 1, nowMs: nowMs + 1_000 }, policy);
    expect(second).to.deep.equal(waitsForAnEnd);
  });

  it('starts at the rate and says when the next may start', () => {
    const rated = { ...policy, maxRatePerSecond: 2 };
    const first = tryStart(initialPace, { inFlight: 0, nowMs }, rated);
    if (!first.start) throw new Error('not started');
    expect(first.probe).to.equal(false);
    const second = tryStart(first.pace, { inFlight: 0, nowMs: nowMs + 250 }, rated);
    expect(second).to.deep.equal({ start: false, againAtMs: nowMs + 500 });
    const third = tryStart(first.pace, { inFlight: 0, nowMs: nowMs + 500 }, rated);
    expect(third.start).to.equal(true);
  });

  it('spends no credit on what the cap or the breaker refuses', () => {
    const rated = { ...policy, maxRatePerSecond: 2 };
    const atCap = tryStart(initialPace, { inFlight: 4, nowMs }, rated);
    expect(atCap).to.deep.equal(waitsForAnEnd);
    const open = tryStart(after(failure, failure), { inFlight: 0, nowMs }, rated);
    expect(open).to.deep.equal({ start: false, againAtMs: nowMs + 1_000 });
  });

  it('lets a probe through at the rate only', () => {
    const rated = { ...policy, maxRatePerSecond: 1 };
    const empty = { tokens: 0, atMs: nowMs + 1_000 };
    const open = { ...after(failure, failure), bucket: empty };
    const refused = tryStart(open, { inFlight: 0, nowMs: nowMs + 1_000 }, rated);
    expect(refused).to.deep.equal({ start: false, againAtMs: nowMs + 2_000 });
    const probing = tryStart(open, { inFlight: 0, nowMs: nowMs + 2_000 }, rated);
    if (!probing.start) throw new Error('no probe');
    expect(probing.probe).to.equal(true);
    expect(probing.pace.breaker.kind).to.equal('half_open');
    expect(probing.pace.bucket).to.deep.equal({ tokens: 0, atMs: nowMs + 2_000 });
  });
});

describe('paceUnderRate', () => {
  it('counts the attempt that is about to start, and keeps all else', () => {
    const pace = paceUnderRate(recovered(), 0.5, nowMs);
    expect(pace).to.deep.equal({ ...recovered(), bucket: { tokens: 0, atMs: nowMs } });
    const limited = { ...policy, maxRatePerSecond: 0.5 };
    const decision = tryStart(pace, { inFlight: 0, nowMs }, limited);
    expect(decision).to.deep.equal({ start: false, againAtMs: nowMs + 2_000 });
  });
});

describe('paceToProbe', () => {
  it('lets one probe start at once and nothing beside it, and then starts slowly', () => {
    const first = tryStart(paceToProbe(nowMs), { inFlight: 0, nowMs }, policy);
    if (!first.start) throw new Error('no probe');
    expect(first.probe).to.equal(true);
    expect(tryStart(first.pace, { inFlight: 1, nowMs }, policy)).to.deep.equal(waitsForAnEnd);
    const next = paceAfter(first.pace, success, { probe: true, nowMs }, policy);
    expect(tryStart(next, { inFlight: 0, nowMs }, policy).start).to.equal(true);
    expect(tryStart(next, { inFlight: 1, nowMs }, policy)).to.deep.equal(waitsForAnEnd);
  });

  it('waits longer after a probe that fails than at a first opening', () => {
    const first = tryStart(paceToProbe(nowMs), { inFlight: 0, nowMs }, policy);
    if (!first.start) throw new Error('no probe');
    const next = paceAfter(first.pace, failure, { probe: true, nowMs }, policy);
    const refused = tryStart(next, { inFlight: 0, nowMs }, policy);
    expect(refused).to.deep.equal({ start: false, againAtMs: nowMs + 2_000 });
  });
});

describe('paceAfter', () => {
  it('recovers slowly: 1, 2, 4 in flight after a healthy probe', () => {
    let pace = recovered();
    const limits = [0, 1, 2, 3].map(() => {
      const limit = pace.slowStart.limit;
      pace = paceAfter(pace, success, { probe: false, nowMs }, policy);
      return limit;
    });
    expect(limits).to.deep.equal([1, 2, 2, 4]);
    expect(tryStart(pace, { inFlight: 3, nowMs }, policy).start).to.equal(true);
    expect(tryStart(pace, { inFlight: 4, nowMs }, policy).start).to.equal(false);
  });

  it('lets one attempt start right after a healthy probe', () => {
    const pace = recovered();
    expect(tryStart(pace, { inFlight: 0, nowMs }, policy).start).to.equal(true);
    expect(tryStart(pace, { inFlight: 1, nowMs }, policy)).to.deep.equal(waitsForAnEnd);
  });

  it('opens again at a probe that fails', () => {
    const pace = paceAfter(halfOpen(), failure, { probe: true, nowMs }, policy);
    expect(pace.breaker).to.include({ kind: 'open', untilMs: nowMs + 2_000, openings: 2 });
    expect(pace.slowStart).to.equal(halfOpen().slowStart);
  });

  it('stays half-open at the end of an attempt that is not the probe', () => {
    const pace = paceAfter(halfOpen(), success, { probe: false, nowMs }, policy);
    expect(pace.breaker.kind).to.equal('half_open');
  });

  it('halves what is in flight when the endpoint is overloaded', () => {
    const outcome: Outcome = { errorClass: 'http_status', httpStatus: 429, retryAfterMs: null };
    expect(after(outcome).slowStart.limit).to.equal(2);
  });

  it('waits as long as the endpoint asks', () => {
    const outcome: Outcome = { errorClass: 'http_status', httpStatus: 503, retryAfterMs: 7_000 };
    const decision = tryStart(after(outcome), { inFlight: 0, nowMs }, policy);
    expect(decision).to.deep.equal({ start: false, againAtMs: nowMs + 7_000 });
  });

  it('keeps the credit of the rate', () => {
    const bucket = { tokens: 0.25, atMs: nowMs };
    const pace = { ...initialPace, bucket };
    expect(paceAfter(pace, success, { probe: false, nowMs }, policy).bucket).to.equal(bucket);
  });

  it('is at full speed while all goes well', () => {
    const pace = after(...new Array<Outcome>(50).fill(success));
    expect(tryStart(pace, { inFlight: 3, nowMs }, policy).start).to.equal(true);
  });

  it('never has more in flight than the cap nor more than one probe, and never gets stuck', () => {
    const outcomes = fc.constantFrom<Outcome>(
      success,
      failure,
      { errorClass: 'http_status', httpStatus: 429, retryAfterMs: 2_000 },
      { errorClass: 'http_status', httpStatus: 500, retryAfterMs: null },
    );
    const steps = fc.array(fc.tuple(fc.nat({ max: 3_000 }), fc.nat({ max: 5 }), outcomes));
    fc.assert(
      fc.property(steps, (history) => {
        let pace = initialPace;
        let time = nowMs;
        const inFlight: boolean[] = [];
        const start = (): boolean => {
          const decision = tryStart(pace, { inFlight: inFlight.length, nowMs: time }, policy);
          if (!decision.start) return false;
          pace = decision.pace;
          inFlight.push(decision.probe);
          return true;
        };
        for (const [waitMs, starts, outcome] of history) {
          time += waitMs;
          for (let count = 0; count < starts; count += 1) start();
          expect(inFlight.length).to.be.at.most(policy.maxInFlight);
          expect(inFlight.filter((probe) => probe).length).to.be.at.most(1);
          const probe = inFlight.shift();
          if (probe === undefined) continue;
          pace = paceAfter(pace, outcome, { probe, nowMs: time }, policy);
        }
        while (inFlight.length > 0) {
          const probe = inFlight.shift() === true;
          pace = paceAfter(pace, success, { probe, nowMs: time }, policy);
        }
        time += policy.breaker.maxOpenMs;
        expect(start()).to.equal(true);
      }),
    );
  });
});

function after(...outcomes: readonly Outcome[]): EndpointPace {
  const ended = { probe: false, nowMs };
  return outcomes.reduce((pace, outcome) => paceAfter(pace, outcome, ended, policy), initialPace);
}

function halfOpen(): EndpointPace {
  const decision = tryStart(after(failure, failure), { inFlight: 0, nowMs: nowMs + 1_000 }, policy);
  if (!decision.start) throw new Error('no probe');
  return decision.pace;
}

function recovered(): EndpointPace {
  return paceAfter(halfOpen(), success, { probe: true, nowMs }, policy);
}
