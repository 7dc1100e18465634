import { expect } from 'chai';

import type { ResendDetail } from '../api/types.ts';
import { verdictOf } from './verdict.ts';

const NOW_MS = Date.parse('2026-05-12T10:00:00Z');

const ago = (seconds: number): string => new Date(NOW_MS - seconds * 1000).toISOString();

const resend = {
  status: 'PROCESSING',
  control: 'RUNNING',
  created_at: ago(60),
  not_before: null,
  finished_at: null,
  detail: null,
  ...{ total: 10, delivered: 2, failed: 1, cancelled: 0, pending: 7 },
} as Partial<ResendDetail>;

function situation(changed: Partial<ResendDetail>, waits: readonly string[] = []): string {
  const endpoints = waits.map((reason) => ({ waiting_for: reason }));
  const shown = { ...resend, ...changed, endpoints } as ResendDetail;
  return verdictOf(shown, NOW_MS).situation;
}

describe('verdictOf', () => {
  it('says how it ended', () => {
    const over = { finished_at: ago(1), control: null } as const;
    expect(situation({ ...over, failed: 0, delivered: 10 })).to.equal('delivered');
    expect(situation({ ...over, failed: 0, total: 0 })).to.equal('nothing');
    expect(situation(over)).to.equal('failed');
    // Nobody wanted what matched.
    expect(situation({ ...over, failed: 0, total: 0, detail: 'no endpoint' })).to.equal('failed');
  });

  it('says what stands in the way, what the owner wished first', () => {
    const failing = ['pace', 'breaker', 'sample'];
    expect(situation({ control: 'CANCELLING' }, failing)).to.equal('cancelling');
    expect(situation({ control: 'PAUSED' }, failing)).to.equal('paused');
    expect(situation({ not_before: ago(-5) }, failing)).to.equal('later');
    expect(situation({}, failing)).to.equal('endpointFailing');
    expect(situation({}, ['pace', 'verification', 'sample'])).to.equal('endpointUnproven');
    expect(situation({}, ['sample'])).to.equal('sampling');
    expect(situation({}, ['pace', 'retry', 'order', 'turn'])).to.equal('running');
    expect(situation({})).to.equal('running');
    expect(situation({ total: 0 })).to.equal('counting');
  });

  it('notices that nobody begins', () => {
    const waiting = { status: 'PENDING', total: 0 } as const;
    expect(situation({ ...waiting, created_at: ago(10) })).to.equal('counting');
    expect(situation(waiting)).to.equal('notStarted');
    expect(situation({ ...waiting, not_before: ago(10) })).to.equal('counting');
  });
});
