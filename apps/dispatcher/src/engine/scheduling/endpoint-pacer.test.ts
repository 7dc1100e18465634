import { defaultBreakerPolicy } from '@webhooks/delivery';
import type { AttemptOutcome } from '@webhooks/domain';
import { expect } from 'chai';

import { EndpointPacer } from './endpoint-pacer.ts';

const breaker = { ...defaultBreakerPolicy, consecutiveFailures: 1, firstOpenMs: 1_000 };
const failed = { errorClass: 'reset', httpStatus: null, retryAfterMs: null } as AttemptOutcome;
const at = 1_000_000;

function createPacer(): EndpointPacer {
  return new EndpointPacer({ endpointMaxInFlight: 16, breaker }, null);
}

describe('an endpoint that is held', () => {
  it('starts nothing until then, and its breaker stays as it is', () => {
    const pacer = createPacer();
    expect(pacer.hold(at + 500, at)).to.equal(true);
    expect(pacer.isOpen(at + 499)).to.equal(false);
    expect(pacer.tryStart(0, at + 499)).to.equal(null);
    expect(pacer.retryAtMs).to.equal(at + 500);
    expect(pacer.breaker).to.equal('closed');
    expect(pacer.isOpen(at + 500)).to.equal(true);
    expect(pacer.tryStart(0, at + 500)).to.include({ start: true, probe: false });
  });

  it('is held until the last of several moments, and says when it was not held before', () => {
    const pacer = createPacer();
    pacer.hold(at + 500, at);
    expect(pacer.hold(at + 300, at + 1)).to.equal(false);
    expect(pacer.tryStart(0, at + 400)).to.equal(null);
    expect(pacer.hold(at + 900, at + 500)).to.equal(true);
    expect(pacer.retryAtMs).to.equal(at + 900);
  });

  it('is remembered as such until somebody notices that it is over, once', () => {
    const pacer = createPacer();
    expect(pacer.endHold(at)).to.equal(false);
    pacer.hold(at + 500, at);
    expect(pacer.endHold(at + 499)).to.equal(false);
    expect(pacer.isHeld).to.equal(true);
    expect(pacer.endHold(at + 500)).to.equal(true);
    expect(pacer.endHold(at + 500)).to.equal(false);
    expect(pacer.isHeld).to.equal(false);
  });

  it('is not held for longer by a clock that is set back', () => {
    const pacer = createPacer();
    pacer.hold(at + 500, at);
    expect(pacer.isOpen(at - 3_600_000)).to.equal(true);
  });

  it('keeps an open breaker open, and does not close one by a probe that was not sent', () => {
    const pacer = createPacer();
    expect(pacer.attempted(false, failed, at)).to.equal('opened');
    const probe = pacer.tryStart(0, at + 1_000);
    expect(probe).to.include({ probe: true });
    if (probe !== null) pacer.started(probe);
    pacer.releaseProbe(at + 1_001);
    pacer.hold(at + 1_500, at + 1_001);
    expect(pacer.isOpen(at + 1_400)).to.equal(false);
    expect(pacer.breaker).to.equal('open');
    expect(pacer.tryStart(0, at + 1_500)).to.include({ probe: true });
  });
});
