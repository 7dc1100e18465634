import { expect } from 'chai';

import type { ResendSelection } from '@webhooks/domain';

import { selectionFingerprint } from './selection-fingerprint.ts';

const selection: ResendSelection = {
  resendType: 'CASHIN',
  objectReferenceId: null,
  list: null,
  account: { branchIdentifier: '0001', number: '123456' },
  range: { startUs: 1, endUs: 2 },
  deliveryState: 'ALL',
  includeInHand: false,
  latestOnly: false,
  eventTypes: ['A', 'B'],
  endpointIds: ['x', 'y'],
};

describe('selectionFingerprint', () => {
  it('does not depend on the order or repetition of lists', () => {
    const same = { ...selection, eventTypes: ['B', 'A', 'B'], endpointIds: ['y', 'x'] };
    expect(selectionFingerprint(same)).to.equal(selectionFingerprint(selection));
    const [one, other] = [
      ['a', 'b'],
      ['b', 'a'],
    ].map((entries) => ({ ...selection, list: { field: 'event_ids', entries } as const }));
    expect(one && selectionFingerprint(one)).to.equal(other && selectionFingerprint(other));
  });

  it('stays what is kept with the keys of requests', () => {
    expect(selectionFingerprint(selection)).to.equal(
      '446d6a350ae632e405bcad92c27a76d10ad4fe1dc760e9ef5ca2152d824e670e',
    );
  });

  const others: Record<string, Partial<ResendSelection>> = {
    type: { resendType: 'CASHOUT' },
    object: { objectReferenceId: 1 },
    branch: { account: { branchIdentifier: '1', number: '123456' } },
    'the boundary between branch and number': {
      account: { branchIdentifier: '00011', number: '23456' },
    },
    account: { account: null },
    start: { range: { startUs: 0, endUs: 2 } },
    end: { range: { startUs: 1, endUs: 3 } },
    range: { range: null },
    state: { deliveryState: 'FAILED' },
    'what is in hand': { includeInHand: true },
    'the newest alone': { latestOnly: true },
    'event types': { eventTypes: ['A'] },
    'objects that are listed': { list: { field: 'object_reference_ids', entries: [1] } },
    'keys that are listed': { list: { field: 'keys', entries: [{ name: 'tag', value: '1' }] } },
    'events that are listed': { list: { field: 'event_ids', entries: ['1'] } },
    'which list a name is in': { eventTypes: ['A', 'B', 'x'], endpointIds: ['y'] },
  };
  it('depends on what a list is of', () => {
    const objects = { field: 'object_reference_ids', entries: [1] } as const;
    const events = { field: 'event_ids', entries: ['1'] } as const;
    expect(selectionFingerprint({ ...selection, list: objects })).to.not.equal(
      selectionFingerprint({ ...selection, list: events }),
    );
  });

  for (const [what, change] of Object.entries(others)) {
    it(`depends on ${what}`, () => {
      const other = selectionFingerprint({ ...selection, ...change });
      expect(other).to.not.equal(selectionFingerprint(selection));
    });
  }
});
