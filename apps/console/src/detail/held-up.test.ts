import type { EndpointProgress } from '@webhooks/client';
import { expect } from 'chai';

import type { Delivery } from '../api/types.ts';
import { heldUpOf, nextText } from './held-up.ts';

const nowMs = Date.parse('2026-05-12T10:30:00Z');

describe('what a delivery waits for', () => {
  function text(waitingFor: EndpointProgress['waiting_for'], inS: number | null): string | null {
    const endpoint = { endpoint_id: 'ep_1', waiting_for: waitingFor } as EndpointProgress;
    const nextAt = inS === null ? null : new Date(nowMs + inS * 1_000).toISOString();
    const delivery = { endpoint_id: 'ep_1', next_attempt_at: nextAt } as Delivery;
    return nextText(delivery, heldUpOf({ endpoints: [endpoint] }), nowMs);
  }

  it('is its next attempt while nothing else holds it up', () => {
    expect(text('retry', 40)).to.contain('next attempt');
    expect(text('turn', 40)).to.contain('40 sec');
  });

  it('is what holds everything up at its endpoint, whenever it would be due', () => {
    for (const inS of [-6, 40]) {
      expect(text('paused', inS)).to.equal('Paused');
      expect(text('breaker', inS)).to.equal('Waiting: endpoint failing');
      expect(text('verification', inS)).to.equal('Waiting: URL not proven yet');
    }
  });

  it('is no time that is past', () => {
    expect(text('pace', -6)).to.equal('Waiting for the next attempt');
    expect(
      nextText(
        { endpoint_id: 'x', next_attempt_at: '2026-05-12T10:29:00Z' } as Delivery,
        new Map(),
        nowMs,
      ),
    ).to.equal('Waiting for the next attempt');
  });

  it('is nothing for one that is settled', () => {
    expect(text('breaker', null)).to.equal(null);
  });
});
