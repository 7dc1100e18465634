import { expect } from 'chai';

import { misusedEndpoint, type NamedEndpoint } from './misused-endpoint.ts';

const endpoint = (id: string, isTest: boolean, isEnabled = true): NamedEndpoint => ({
  id,
  found: { isTest, isEnabled },
});

const messageOf = (selected: readonly NamedEndpoint[], deliverTo: NamedEndpoint | null) =>
  misusedEndpoint({ selected, deliverTo })?.message ?? null;

describe('endpoints that a request names', () => {
  it('are test endpoints where all is delivered to them, and others where a selection is for them', () => {
    expect(messageOf([], null)).to.equal(null);
    expect(messageOf([endpoint('ep_a', false, false)], endpoint('ep_t', true))).to.equal(null);
  });

  it('are refused as the place of all when they are unknown, no test endpoint, or disabled', () => {
    expect(messageOf([], { id: 'ep_x', found: null })).to.equal(
      'Validation error: deliver_to ep_x is not an endpoint of the account',
    );
    expect(messageOf([], endpoint('ep_a', false))).to.equal(
      'Validation error: deliver_to ep_a is not marked as a test endpoint',
    );
    expect(messageOf([], endpoint('ep_t', true, false))).to.equal(
      'Validation error: deliver_to ep_t is disabled',
    );
  });

  it('are refused in a selection when they are test endpoints', () => {
    expect(messageOf([endpoint('ep_a', false), endpoint('ep_t', true)], null)).to.equal(
      'Validation error: endpoint_ids ep_t is a test endpoint: only deliver_to can name it',
    );
  });
});
