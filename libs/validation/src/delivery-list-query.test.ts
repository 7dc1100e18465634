import { ANY_DELIVERY, DomainError } from '@webhooks/domain';
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
      ...ANY_DELIVERY,
      cursorPosition: null,
      direction: 'NEXT',
      limit: 20,
    });
  });

  it('reads everything', () => {
    const filters =
      'state=SKIPPED&endpoint_id=ep_1&event_type=PIX_CASHIN_RECEIVED&event_id=evt_1' +
      '&http_status=999&error_class=http_status';
    expect(read(`limit=100&${filters}&cursor_id=7&cursor_direction=previous`)).to.deep.equal({
      state: 'SKIPPED',
      endpointId: 'ep_1',
      eventType: 'PIX_CASHIN_RECEIVED',
      eventId: 'evt_1',
      httpStatus: 999,
      errorClass: 'http_status',
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
    'endpoint_id=': 'endpoint_id must be 1 to 64 characters A-Z a-z 0-9 _ - .',
    'event_id=a+b': 'event_id must be 1 to 64 characters A-Z a-z 0-9 _ - .',
    'event_type=paid': 'event_type must be 1 to 64 characters A-Z 0-9 _',
    'http_status=99': 'http_status must be an integer from 100 to 999',
    'http_status=1000': 'http_status must be an integer from 100 to 999',
    'http_status=5xx': 'http_status must be an integer from 100 to 999',
    'error_class=lost':
      'error_class must be dns, connect_refused, connect_timeout, tls, timeout, reset, protocol, ' +
      'blocked_address, http_status, closed_before_answer or client_certificate_refused',
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
