import { expect } from 'chai';

import { formProblems, toRequest } from '../new-resend/request-form.ts';
import { prefilledForm } from '../new-resend/prefilled.ts';
import type { EventFilters } from './event-query.ts';
import { formOfFilters, hasForm } from './to-form.ts';

const account = { branch: '0001', number: '123456' };

/** The request of the form that a link with these filters leads to. */
function requestOf(filters: EventFilters, of = account): object {
  return toRequest(prefilledForm(new URLSearchParams(formOfFilters(filters, of))));
}

describe('the form for all that filters show', () => {
  const given = {
    source_account_branch_identifier: '0001',
    source_account_number: '123456',
  };

  it('is for the same range, state, types and endpoint', () => {
    const range = {
      start_datetime: '2026-05-01T00:00:00.000Z',
      end_datetime: '2026-05-01T23:59:59.999999Z',
    };
    const request = requestOf({
      ...{ account_mirror_id: '17', resend_type: 'CASHOUT', ...range },
      ...{ delivery_state: 'FAILED', event_types: 'PIX_CASHOUT_ERROR,NEW', endpoint_id: 'ep' },
    });
    expect(request).to.deep.equal({
      ...{ resend_type: 'CASHOUT', ...given, ...range, delivery_state: 'FAILED' },
      ...{ event_types: ['PIX_CASHOUT_ERROR', 'NEW'], endpoint_ids: ['ep'] },
    });
    const inHand = { delivery_state: 'UNDELIVERED', include_in_hand: 'true' } as const;
    expect(requestOf({ resend_type: 'CASHIN', ...range, ...inHand })).to.include({
      ...{ delivery_state: 'UNDELIVERED', include_in_hand: true },
    });
    // A list without a state has everything, too.
    expect(requestOf({ resend_type: 'CASHIN', ...range })).to.not.include.keys('delivery_state');
  });

  it('is for what was looked for', () => {
    expect(requestOf({ resend_type: 'CASHIN', object_reference_id: '12345' })).to.deep.equal({
      resend_type: 'CASHIN',
      object_reference_id: 12_345,
    });
    expect(requestOf({ tag: 'a, b' })).to.deep.equal({
      ...{ resend_type: 'CASHIN', ...given },
      keys: [{ tag: 'a, b' }],
    });
  });

  it('is none where it would ask for more than is shown', () => {
    const range: EventFilters = { end_datetime: '2026-05-01T23:59:59.999999Z' };
    expect(hasForm(range)).to.equal(true);
    expect(hasForm({ tag: 'a' })).to.equal(true);
    expect(hasForm({ ...range, tag: 'a' })).to.equal(false);
    expect(hasForm({ ...range, resend_type: 'CASHIN', object_reference_id: '1' })).to.equal(false);
  });

  it('asks for the account and the range where the filters have none', () => {
    const form = prefilledForm(new URLSearchParams(formOfFilters({}, null)));
    expect(Object.keys(formProblems(form))).to.deep.equal([
      'source_account_branch_identifier',
      'source_account_number',
      'start_datetime',
      'end_datetime',
    ]);
  });
});
