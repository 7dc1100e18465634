import { expect } from 'chai';

import type { BreakerState, Endpoint } from '../api/endpoint-types.ts';
import { healthOf, needsLook, worstFirst } from './endpoint-health.ts';

function endpoint(
  change: { enabled?: boolean; state?: BreakerState; rate?: number | null } = {},
): Endpoint {
  const { enabled = true, state = 'CLOSED', rate = 1 } = change;
  return {
    id: 'ep_1',
    account_mirror_id: 17,
    source_account_branch_identifier: '0001',
    source_account_number: '123456',
    url: 'https://merchant.example/hook',
    type_webhook: 'CASHIN',
    enabled,
    disabled_reason: enabled ? null : 'gone',
    max_in_flight: null,
    requests_per_second: null,
    source_account_name: null,
    disabled_since: null,
    recover_automatically: false,
    breaker: { state, retry_at: null },
    last_24h: { attempts: 100, succeeded: 100, success_rate: rate, p50_ms: 10, p95_ms: 20 },
    mtls: null,
    mtls_verified: false,
    verification: 'proven' as const,
    test: false,
  };
}

describe('healthOf', () => {
  it('names what stops an endpoint first', () => {
    expect(healthOf(endpoint({ enabled: false, state: 'OPEN', rate: 0 }))).to.equal('disabled');
    expect(healthOf(endpoint({ state: 'OPEN', rate: 0 }))).to.equal('open');
    expect(healthOf(endpoint({ state: 'HALF_OPEN', rate: 0 }))).to.equal('probing');
    expect(healthOf(endpoint({ rate: 0.949 }))).to.equal('failing');
    expect(healthOf(endpoint({ rate: 0.95 }))).to.equal('healthy');
    expect(healthOf(endpoint({ rate: null }))).to.equal('idle');
  });

  it('puts first what needs a look most, and leaves the others in their order', () => {
    const all = [
      { ...endpoint(), id: 'well' },
      { ...endpoint({ rate: 0.5 }), id: 'failing' },
      { ...endpoint({ rate: null }), id: 'idle' },
      { ...endpoint({ enabled: false }), id: 'disabled' },
      { ...endpoint({ state: 'OPEN' }), id: 'open' },
    ];
    const sorted = worstFirst(all);
    expect(sorted.map(({ id }) => id)).to.deep.equal([
      ...['disabled', 'open', 'failing'],
      ...['well', 'idle'],
    ]);
    expect(sorted.filter(needsLook)).to.have.length(3);
  });
});
