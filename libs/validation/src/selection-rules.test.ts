import type { ResendSelection } from '@webhooks/domain';
import { expect } from 'chai';
import fc from 'fast-check';

import { formatMicros } from './datetime.ts';
import { validateResendBody } from './resend-body.ts';
import { selectionViolations } from './selection-rules.ts';

const BULK: ResendSelection = {
  resendType: 'CASHIN',
  objectReferenceId: null,
  list: null,
  account: { branchIdentifier: '0001', number: '123456' },
  range: { startUs: 1, endUs: 2 },
  deliveryState: 'ALL',
  includeInHand: false,
  latestOnly: false,
  eventTypes: [],
  endpointIds: [],
};

function fieldsOf(change: Partial<ResendSelection>): string[] {
  return selectionViolations({ ...BULK, ...change }).map(({ field }) => field);
}

describe('selectionViolations', () => {
  it('accepts both modes', () => {
    expect(fieldsOf({})).to.deep.equal([]);
    expect(fieldsOf({ objectReferenceId: 1, account: null, range: null })).to.deep.equal([]);
    expect(fieldsOf({ objectReferenceId: 1, range: null })).to.deep.equal([]);
    expect(fieldsOf({ objectReferenceId: 1 })).to.deep.equal([]);
  });

  it('asks for what is missing', () => {
    expect(fieldsOf({ account: null })).to.deep.equal([
      'source_account_branch_identifier',
      'source_account_number',
    ]);
    expect(fieldsOf({ range: null })).to.deep.equal(['object_reference_id']);
    expect(fieldsOf({ account: null, range: null })).to.deep.equal(['object_reference_id']);
  });

  it('names each field beyond its limits once', () => {
    const change = {
      objectReferenceId: 2 ** 53,
      account: { branchIdentifier: '', number: 'x'.repeat(33) },
      range: { startUs: Number.NaN, endUs: -1 },
      eventTypes: ['lower'],
      endpointIds: Array<string>(65).fill('x'),
    };
    expect(fieldsOf(change)).to.deep.equal([
      'object_reference_id',
      'source_account_branch_identifier',
      'source_account_number',
      'start_datetime',
      'end_datetime',
      'event_types',
      'endpoint_ids',
    ]);
  });

  it('refuses a range that ends before it starts', () => {
    expect(fieldsOf({ range: { startUs: 2, endUs: 1 } })).to.deep.equal(['start_datetime']);
    expect(fieldsOf({ range: { startUs: 2, endUs: 2 } })).to.deep.equal([]);
  });

  it('finds nothing wrong with whatever a v3 body is read as', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 });
    const instant = fc.integer({ min: 0, max: 7e15 }).map(formatMicros);
    const body = fc.record(
      {
        resend_type: fc.constantFrom('CASHIN', 'CASHOUT'),
        object_reference_id: fc.maxSafeNat(),
        source_account_branch_identifier: text,
        source_account_number: text,
        start_datetime: instant,
        end_datetime: instant,
        event_types: fc.array(fc.stringMatching(/^[A-Z]{1,66}$/)),
      },
      { requiredKeys: ['resend_type'] },
    );
    fc.assert(
      fc.property(body, (value) => {
        let selection: ResendSelection;
        try {
          ({ selection } = validateResendBody(value));
        } catch {
          return;
        }
        expect(selectionViolations(selection)).to.deep.equal([]);
      }),
    );
  });
});
