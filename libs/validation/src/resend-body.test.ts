import { DomainError, noOptions, type ResendSelection } from '@webhooks/domain';
import { expect } from 'chai';
import fc from 'fast-check';

import { validateResendBody } from './resend-body.ts';

const OBJECT = { resend_type: 'CASHIN', object_reference_id: 12345 };
const BULK = {
  resend_type: 'CASHOUT',
  source_account_branch_identifier: '0001',
  source_account_number: '123456',
  start_datetime: '2026-05-01T00:00:00Z',
  end_datetime: '2026-05-12T23:59:59Z',
};
const FOUR =
  'source_account_branch_identifier, source_account_number, start_datetime and end_datetime';

const OBJECT_SELECTION: ResendSelection = {
  resendType: 'CASHIN',
  objectReferenceId: 12345,
  list: null,
  account: null,
  range: null,
  deliveryState: 'ALL',
  includeInHand: false,
  latestOnly: false,
  eventTypes: [],
  endpointIds: [],
};

function violationsOf(body: Record<string, unknown>): Record<string, string> {
  try {
    validateResendBody(body);
  } catch (error) {
    expect(error).to.be.instanceOf(DomainError).with.property('code', 'validation_error');
    const { violations } = error as DomainError;
    const byField = Object.fromEntries(violations.map(({ field, message }) => [field, message]));
    expect(Object.keys(byField), 'one message per field').to.have.length(violations.length);
    return byField;
  }
  return {};
}

describe('validateResendBody', () => {
  it('reads object mode', () => {
    expect(validateResendBody(OBJECT).selection).to.deep.equal(OBJECT_SELECTION);
  });

  it('reads bulk mode', () => {
    expect(validateResendBody(BULK).selection).to.deep.equal({
      resendType: 'CASHOUT',
      objectReferenceId: null,
      list: null,
      account: { branchIdentifier: '0001', number: '123456' },
      range: {
        startUs: Date.UTC(2026, 4, 1) * 1000,
        endUs: Date.UTC(2026, 4, 12, 23, 59, 59) * 1000,
      },
      deliveryState: 'ALL',
      includeInHand: false,
      latestOnly: false,
      eventTypes: [],
      endpointIds: [],
    });
  });

  it('reads object mode with an account, and with an account and a range', () => {
    const account = { ...BULK, start_datetime: null, end_datetime: null };
    const withAccount = validateResendBody({ ...account, ...OBJECT }).selection;
    expect(withAccount).to.include({ objectReferenceId: 12345, range: null });
    expect(withAccount.account).to.deep.equal({ branchIdentifier: '0001', number: '123456' });
    const withRange = validateResendBody({ ...OBJECT, ...BULK }).selection;
    expect(withRange).to.include({ objectReferenceId: 12345 });
    expect(withRange.range).to.not.equal(null);
  });

  it('reads lists, each entry once, with an account and a range too', () => {
    const objects = { resend_type: 'CASHIN', object_reference_ids: [2, 1, 2] };
    expect(validateResendBody(objects).selection).to.deep.equal({
      ...OBJECT_SELECTION,
      objectReferenceId: null,
      list: { field: 'object_reference_ids', entries: [2, 1] },
    });
    const events = validateResendBody({ ...BULK, event_ids: ['b', 'a', 'b'] }).selection;
    expect(events.list).to.deep.equal({ field: 'event_ids', entries: ['b', 'a'] });
    expect(events.range).to.not.equal(null);
  });

  it('takes one way to name what is meant, and 1,000 entries that differ', () => {
    const one = { object_reference_ids: [1] };
    const event_ids = ['a'];
    const beside = (name: string) => `must not be given beside ${name}`;
    expect(violationsOf({ ...OBJECT, ...one, event_ids })).to.deep.equal({
      object_reference_ids: beside('object_reference_id'),
      event_ids: beside('object_reference_id'),
    });
    expect(violationsOf({ resend_type: 'CASHIN', ...one, event_ids })).to.deep.equal({
      event_ids: beside('object_reference_ids'),
    });
    for (const [field, entries] of Object.entries({
      object_reference_ids: [[], [0], ['1'], [1.5], 1],
      event_ids: [[], [''], ['a b'], [1], 'a'],
    })) {
      for (const bad of entries) {
        const body = { resend_type: 'CASHIN', [field]: bad };
        expect(Object.keys(violationsOf(body)), JSON.stringify(body)).to.deep.equal([field]);
      }
    }
    const ids = Array.from({ length: 1_001 }, (_, index) => `evt_${index}`);
    const read = (entries: string[]) => () =>
      validateResendBody({ resend_type: 'CASHIN', event_ids: [...entries, 'evt_1'] });
    expect(read(ids.slice(1))).to.not.throw();
    expect(read(ids)).to.throw(DomainError).with.property('code', 'list_too_long');
  });

  it('reads the optional filters', () => {
    const filters = {
      delivery_state: 'NEVER_ATTEMPTED',
      event_types: ['PIX_CASHIN_RECEIVED', 'X9'],
      endpoint_ids: ['ep_17-in.v2'],
    };
    expect(validateResendBody({ ...OBJECT, ...filters }).selection).to.deep.equal({
      ...OBJECT_SELECTION,
      deliveryState: 'NEVER_ATTEMPTED',
      includeInHand: false,
      latestOnly: false,
      eventTypes: ['PIX_CASHIN_RECEIVED', 'X9'],
      endpointIds: ['ep_17-in.v2'],
    });
  });

  it('takes null for absent', () => {
    const nulls = {
      source_account_branch_identifier: null,
      source_account_number: null,
      start_datetime: null,
      end_datetime: null,
      delivery_state: null,
      event_types: null,
      endpoint_ids: null,
      name: null,
      reason: null,
      not_before: null,
    };
    expect(validateResendBody({ ...OBJECT, ...nulls })).to.deep.equal({
      selection: OBJECT_SELECTION,
      options: noOptions,
    });
    expect(violationsOf({ resend_type: null, object_reference_id: null })).to.deep.equal(
      violationsOf({}),
    );
    expect(violationsOf({ ...BULK, end_datetime: null })).to.have.all.keys('end_datetime');
  });

  it('reads how a resend is to be carried out', () => {
    const said = { name: 'Lost', reason: 'A deploy', not_before: '2026-05-12T10:00:00.0019-03:00' };
    expect(validateResendBody({ ...OBJECT, ...said })).to.deep.equal({
      selection: OBJECT_SELECTION,
      options: {
        ...noOptions,
        name: 'Lost',
        reason: 'A deploy',
        notBeforeMs: Date.UTC(2026, 4, 12, 13, 0, 0, 1),
      },
    });
  });

  it('takes both ends of a range at the same moment', () => {
    const instant = '2026-05-01T00:00:00.000001Z';
    const at = { start_datetime: instant, end_datetime: instant };
    const { range } = validateResendBody({ ...BULK, ...at }).selection;
    expect(range?.startUs).to.equal(range?.endUs);
  });

  const bad: [string, unknown[]][] = [
    ['resend_type', ['cashin', 'CASHIN ', '', 1, ['CASHIN'], {}, true]],
    ['object_reference_id', [0, -1, '12345', 1.5, 2 ** 53, true, [], {}, Number.NaN]],
    [
      'source_account_branch_identifier',
      ['', 1, 'x'.repeat(33), '😀'.repeat(33), 'a\nb', '\u200b'],
    ],
    ['source_account_number', ['', 123456, 'x'.repeat(33), 'a\u0000', '\u202e1', [], '\ud800']],
    ['start_datetime', ['', '2026-05-01', '2026-02-30T00:00:00Z', 1777593600, 'now']],
    ['end_datetime', ['', '2026-05-32T00:00:00Z', '2200-01-01T00:00:00Z', {}]],
    ['delivery_state', ['all', 'DELIVERED', 1, []]],
    ['event_types', ['X', [], ['x'], [1], [null], ['X'.repeat(65)], Array(65).fill('X'), {}]],
    ['name', ['', 1, 'x'.repeat(65), 'a\nb', []]],
    ['reason', ['', {}, 'x'.repeat(513), '\u0000']],
    ['first', [0, 101, 1.5, '5', true, []]],
    ['deliver_to', ['', 'a b', 'x'.repeat(65), 7, true, ['ep_1']]],
    ['max_rate_per_second', [0, 0.09, 1000.1, -1, '5', true, []]],
    ['not_before', ['', '2026-05-01', 'now', 1777593600, '2026-02-30T00:00:00Z']],
    ['endpoint_ids', ['ep', [], ['e p'], [''], ['x'.repeat(65)], Array(65).fill('x')]],
  ];
  for (const [field, values] of bad) {
    it(`refuses a bad ${field} and names it alone`, () => {
      for (const value of values) {
        const violations = violationsOf({ ...OBJECT, ...BULK, [field]: value });
        expect(violations, JSON.stringify(value)).to.have.all.keys(field);
        expect(violations[field]).to.match(/^must be /);
      }
    });
  }

  it('accepts the longest values', () => {
    const body = {
      ...BULK,
      object_reference_id: Number.MAX_SAFE_INTEGER,
      source_account_branch_identifier: '😀'.repeat(32),
      source_account_number: ' '.padEnd(32, 'é'),
      event_types: Array.from({ length: 64 }, (_, i) => `T${i}`.padEnd(64, '_')),
      endpoint_ids: Array.from({ length: 64 }, (_, i) => `e${i}`.padEnd(64, '-')),
      name: '😀'.repeat(64),
      reason: 'é'.repeat(512),
    };
    expect(violationsOf(body)).to.deep.equal({});
  });

  it('names unknown fields, null ones and prototype names included', () => {
    const unknown = { object_id: 1, Resend_type: null, constructor: 1, toString: 1 };
    expect(violationsOf({ ...OBJECT, ...unknown })).to.deep.equal({
      object_id: 'is not a known field',
      Resend_type: 'is not a known field',
      constructor: 'is not a known field',
      toString: 'is not a known field',
    });
  });

  it('names at most 20 fields', () => {
    const unknown = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`f${i}`, 1]));
    expect(Object.keys(violationsOf({ ...OBJECT, ...unknown }))).to.have.length(20);
  });

  it('says that an empty body lacks its type and its mode', () => {
    expect(violationsOf({})).to.deep.equal({
      resend_type: 'is required and must be CASHIN or CASHOUT',
      object_reference_id: `is required unless ${FOUR} are all given`,
    });
  });

  it('writes the message that callers see', () => {
    expect(() => validateResendBody({ resend_type: 'PIX', object_reference_id: '1' })).to.throw(
      'Validation error: resend_type must be CASHIN or CASHOUT; ' +
        'object_reference_id must be an integer from 1 to 9007199254740991',
    );
  });

  it('refuses a range that ends before it starts', () => {
    const range = {
      start_datetime: '2026-05-01T00:00:00.000001Z',
      end_datetime: '2026-04-30T21:00:00-03:00',
    };
    expect(violationsOf({ ...BULK, ...range })).to.deep.equal({
      start_datetime: 'must not be after end_datetime',
    });
  });

  it('asks for exactly what the given fields lack', () => {
    const optional = Object.keys({ ...OBJECT, ...BULK }).filter((field) => field !== 'resend_type');
    fc.assert(
      fc.property(fc.subarray(optional), (fields) => {
        const all: Record<string, unknown> = { ...BULK, ...OBJECT };
        const body = Object.fromEntries(fields.map((field) => [field, all[field]]));
        const given = new Set(fields);
        const missing = optional.filter((field) => !given.has(field));
        const missingOfFour = missing.filter((field) => field !== 'object_reference_id');
        const hasDate = given.has('start_datetime') || given.has('end_datetime');
        const isPair =
          given.has('source_account_number') === given.has('source_account_branch_identifier');
        const expected = hasDate
          ? missingOfFour
          : !isPair
            ? missingOfFour.filter((field) => field.startsWith('source_'))
            : missing.filter((field) => field === 'object_reference_id');
        const actual = Object.keys(violationsOf({ resend_type: 'CASHIN', ...body }));
        expect(actual).to.have.members(expected);
      }),
    );
  });

  it('either answers a selection or a validation error, whatever the values', () => {
    const fields = [...Object.keys({ ...OBJECT, ...BULK }), 'delivery_state', 'event_types', 'x'];
    const body = fc.dictionary(fc.constantFrom(...fields), fc.jsonValue());
    fc.assert(
      fc.property(body, (value) => {
        violationsOf(value);
      }),
    );
  });
});
