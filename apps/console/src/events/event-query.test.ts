import { expect } from 'chai';

import { idsOf, type EventFilters, filtersOf, soughtIn, withSought } from './event-query.ts';

describe('the filters of the events', () => {
  it('are those of the address that the API knows', () => {
    const query = new URLSearchParams('tag=a%26b&endpoint_id=&limit=7&cursor_id=9&x=1');
    expect(filtersOf(query)).to.deep.equal({ tag: 'a&b' });
  });

  it('look for one thing at a time, and keep what else there is', () => {
    const filters: EventFilters = { tag: 'night', account_mirror_id: '7' };
    expect(soughtIn(filters)).to.deep.equal({ by: 'tag', text: 'night' });
    const byObject = withSought(filters, { by: 'CASHOUT', text: ' 98765 ' });
    expect(byObject).to.deep.equal({
      account_mirror_id: '7',
      resend_type: 'CASHOUT',
      object_reference_id: '98765',
    });
    expect(soughtIn(byObject)).to.deep.equal({ by: 'CASHOUT', text: '98765' });
    expect(withSought(byObject, { by: 'end_to_end_id', text: 'E1' })).to.deep.equal({
      account_mirror_id: '7',
      resend_type: 'CASHOUT',
      end_to_end_id: 'E1',
    });
    expect(withSought(filters, { by: 'CASHIN', text: '  ' })).to.deep.equal({
      account_mirror_id: '7',
    });
  });
});

describe('IDs that are looked for together', () => {
  it('have spaces, commas or lines between, and count once', () => {
    expect(idsOf(' evt_1, evt_2\nevt_1;evt_3 ')).to.deep.equal(['evt_1', 'evt_2', 'evt_3']);
    expect(idsOf(' ')).to.deep.equal([]);
  });
});
