import { validateListQuery } from '@webhooks/validation';
import { expect } from 'chai';

import { pageLink } from './page-link.ts';

const LIST_URL = 'https://api.example.com/v3/webhooks/resend';
const CURSOR = { createdAtMs: Date.UTC(2026, 4, 12, 10, 30, 0, 123), id: 7890 };

describe('pageLink', () => {
  it('writes the link of the contract', () => {
    const filters = validateListQuery([]);
    expect(pageLink(LIST_URL, filters, CURSOR, 'NEXT')).to.equal(
      `${LIST_URL}?cursor_datetime=2026-05-12T10:30:00.123Z&cursor_id=7890&cursor_direction=NEXT&limit=20`,
    );
  });

  it('carries every filter, and is read back as it was written', () => {
    const query =
      'status=FAILED&resend_type=CASHIN&object_reference_id=9007199254740991&account_mirror_id=17&created_by=anyone' +
      '&kind=retry&control=PAUSED&created_from=2026-05-01T00:00:00Z&created_to=2026-05-02T00:00:00Z' +
      '&limit=7';
    const filters = validateListQuery(new URLSearchParams(query));
    const link = pageLink(LIST_URL, filters, CURSOR, 'PREVIOUS');
    expect(validateListQuery(new URL(link).searchParams)).to.deep.equal({
      ...filters,
      cursor: CURSOR,
      direction: 'PREVIOUS',
    });
  });
});
