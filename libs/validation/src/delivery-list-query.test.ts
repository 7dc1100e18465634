import { DomainError } from '@webhooks/domain';
import { expect } from 'chai';

import { validateDeliveryListQuery } from './delivery-list-query.ts';

describe('validateDeliveryListQuery', () => {
  const read = (query: string) => validateDeliveryListQuery(new URLSearchParams(query));

  function messageOf(query: string): string {
    try {
      read(query);
    } catch (error) {
      if (error instanceof DomainError) return error.message;
    }
    throw new Error(`${query} was not refused`);
  }

  it('has defaults', () => {
    expect(read('')).to.deep.equal({
      state: null,
      cursorPosition: null,
      direction: 'NEXT',
      limit: 20,
    });
  });

  it('reads everything', () => {
    expect(read('limit=100&state=SKIPPED&cursor_id=7&cursor_direction=previous')).to.deep.equal({
      state: 'SKIPPED',
      cursorPosition: 7,
      direction: 'PREVIOUS',
      limit: 100,
    });
  });

  for (const state of ['PENDING', 'DELIVERED', 'FAILED', 'RETRYING', 'CANCELLED', 'SKIPPED']) {
    it(`knows the state ${state}`, () => {
      expect(read(`state=${state}`)).to.include({ state });
    });
  }

  const bad: Record<string, string> = {
    'limit=0': 'limit must be an integer from 1 to 100',
    'limit=101': 'limit must be an integer from 1 to 100',
    'state=delivered': 'state must be PENDING, DELIVERED, FAILED, RETRYING, CANCELLED or SKIPPED',
    'state=IN_FLIGHT': 'state must be PENDING, DELIVERED, FAILED, RETRYING, CANCELLED or SKIPPED',
    'cursor_id=0': 'cursor_id must be an integer from 1 to 9007199254740991',
    'cursor_direction=UP': 'cursor_direction must be NEXT or PREVIOUS',
    'cursor_direction=PREVIOUS': 'cursor_direction PREVIOUS requires cursor_id',
    'cursor_datetime=2026-05-01T00:00:00Z': 'cursor_datetime is not a known parameter',
    'state=FAILED&state=FAILED': 'state is given more than once',
    '__proto__=1': '__proto__ is not a known parameter',
  };
  for (const [query, message] of Object.entries(bad)) {
    it(`refuses ${query}`, () => {
      expect(messageOf(query)).to.equal(`Validation error: ${message}`);
    });
  }
});
