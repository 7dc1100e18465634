import type { DomainError } from '@webhooks/domain';
import { expect } from 'chai';

import { validateListQuery } from './list-query.ts';

const read = (query: string) => validateListQuery(new URLSearchParams(query));

function fieldsOf(query: string): string[] {
  try {
    read(query);
  } catch (error) {
    expect(error).to.have.property('code', 'validation_error');
    return (error as DomainError).violations.map(({ field }) => field);
  }
  return [];
}

describe('validateListQuery', () => {
  it('starts at the newest 20 of everything', () => {
    expect(read('')).to.deep.equal({
      status: null,
      resendType: null,
      objectReferenceId: null,
      accountId: null,
      createdBy: 'me',
      kind: null,
      control: null,
      createdFromMs: null,
      createdToMs: null,
      cursor: null,
      direction: 'NEXT',
      limit: 20,
    });
  });

  it('reads every parameter', () => {
    const query =
      'kind=range&control=PAUSED&created_from=2026-05-01T00:00:00Z&created_to=2026-05-02T00:00:00Z' +
      '&limit=100&status=FAILED&resend_type=CASHOUT&object_reference_id=9007199254740991&account_mirror_id=17&created_by=anyone' +
      '&cursor_datetime=2026-05-12T07:30:00.123-03:00&cursor_id=7890&cursor_direction=pReViOuS';
    expect(read(query)).to.deep.equal({
      status: 'FAILED',
      resendType: 'CASHOUT',
      objectReferenceId: 9007199254740991,
      accountId: 17,
      createdBy: 'anyone',
      kind: 'range',
      control: 'PAUSED',
      createdFromMs: Date.UTC(2026, 4, 1),
      createdToMs: Date.UTC(2026, 4, 2),
      cursor: { createdAtMs: Date.UTC(2026, 4, 12, 10, 30, 0, 123), id: 7890 },
      direction: 'PREVIOUS',
      limit: 100,
    });
  });

  it('takes NEXT without a cursor', () => {
    expect(read('cursor_direction=next')).to.include({ direction: 'NEXT', cursor: null });
  });

  const bad: [string, string[]][] = [
    ['limit', ['0', '101', '-1', '+5', '020', '1.0', '1e1', '', ' 5', 'x', '9'.repeat(5000)]],
    ['status', ['pending', 'DONE', '', 'toString']],
    ['object_reference_id', ['0', '-1', '9007199254740992', '1.5', '0x1', '', '１']],
    ['account_mirror_id', ['0', 'abc', '99999999999999999999']],
    ['created_by', ['you', 'Anyone', '246', '', 'me,anyone']],
    ['kind', ['bulk', 'RANGE', '']],
    ['control', ['paused', 'STOPPED', '']],
    ['created_from', ['yesterday', '2026-02-30T00:00:00Z', '']],
    ['created_to', ['1', '']],
    ['cursor_direction', ['OLDER', '', 'NEXT ']],
  ];
  for (const [name, values] of bad) {
    it(`refuses a bad ${name} and names it alone`, () => {
      for (const value of values) {
        expect(fieldsOf(`${name}=${encodeURIComponent(value)}`), value).to.deep.equal([name]);
      }
    });
  }

  it('refuses a time that ends before it begins', () => {
    const query = 'created_from=2026-05-02T00:00:00Z&created_to=2026-05-01T00:00:00Z';
    expect(fieldsOf(query)).to.deep.equal(['created_from']);
  });

  it('refuses half a cursor and a bad cursor', () => {
    expect(fieldsOf('cursor_id=1')).to.deep.equal(['cursor_datetime']);
    expect(fieldsOf('cursor_datetime=2026-05-12T10:30:00Z')).to.deep.equal(['cursor_id']);
    expect(fieldsOf('cursor_datetime=yesterday&cursor_id=0')).to.deep.equal([
      'cursor_datetime',
      'cursor_id',
    ]);
    expect(fieldsOf('cursor_direction=PREVIOUS')).to.deep.equal(['cursor_direction']);
  });

  it('refuses unknown and repeated parameters, each named once', () => {
    expect(fieldsOf('page=2&limit=5&limit=5&limit=5&Status=FAILED&__proto__=1')).to.deep.equal([
      'page',
      'limit',
      'Status',
      '__proto__',
    ]);
  });

  it('names at most 20 of them', () => {
    const query = Array.from({ length: 500 }, (_, i) => `p${i}=1`).join('&');
    expect(fieldsOf(query)).to.have.length(20);
  });

  it('writes the message that callers see', () => {
    expect(() => read('limit=500')).to.throw(
      'Validation error: limit must be an integer from 1 to 100',
    );
  });
});
