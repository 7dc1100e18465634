import { createSchemaCheck } from '@webhooks/testing';
import { validateEndpointChange, validateResendBody } from '@webhooks/validation';
import { expect } from 'chai';
import fc from 'fast-check';

import { openApiDocument } from '../src/openapi/document.ts';

type Body = Record<string, unknown>;

describe('the schema of a request', () => {
  const allows = createSchemaCheck(openApiDocument('https://api.example.com'));
  const isTaken = (validate: (body: Body) => unknown, body: Body): boolean => {
    try {
      validate(body);
      return true;
    } catch {
      return false;
    }
  };

  /** Some of the fields, each with one of its values. */
  const bodies = (values: Readonly<Record<string, readonly unknown[]>>): fc.Arbitrary<Body> =>
    fc.record(
      Object.fromEntries(
        Object.entries(values).map(([field, choices]) => [field, fc.constantFrom(...choices)]),
      ),
      { requiredKeys: [] },
    );

  it('allows exactly the resends that are taken', () => {
    const part = ['0001', '0001', '0001', '0001', null, '', 7, 'a\nb'];
    // Two of the lists are never allowed.
    const seldom = Array(12).fill(null) as null[];
    const start = '1970-01-01T00:00:00Z';
    const end = '2199-12-31T23:59:59.5Z';
    const values = {
      resend_type: ['CASHIN', 'CASHIN', 'CASHIN', 'CASHOUT', 'CASHOUT', 'cashin', null],
      object_reference_id: [1, 3_000_000_001, Number.MAX_SAFE_INTEGER, null, null, 0, '1'],
      object_reference_ids: [...seldom, [1, 2, 2], []],
      event_ids: [...seldom, ['a', 'b'], ['ü']],
      keys: [...seldom, [{ tag: 'x' }], [{ tag: 'x', tx_id: 'y' }], [{}]],
      source_account_branch_identifier: part,
      source_account_number: part,
      start_datetime: [start, start, start, null, '1969-12-31T00:00:00Z', 5],
      end_datetime: [end, end, end, null, '2200-01-01T00:00:00Z', '2026-05-01'],
      delivery_state: ['ALL', 'FAILED', 'NEVER_ATTEMPTED', 'UNDELIVERED', null, 'DELIVERED'],
      latest_only: [true, false, null],
      event_types: [['X'], ['X', 'Y_1'], null, ['x']],
      endpoint_ids: [['ep-1.a'], ['a', 'b'], null, []],
      max_rate_per_second: [0.1, 1_000, 5, 20, 0.5, 7, null, null, null, 0.09],
    };
    const account = { source_account_branch_identifier: '1', source_account_number: '2' };
    const whole = fc.constantFrom<Body>(
      { resend_type: 'CASHIN', object_reference_id: 1 },
      { resend_type: 'CASHOUT', ...account, start_datetime: start, end_datetime: end },
      { resend_type: 'CASHIN', ...account, event_ids: ['a'] },
    );
    const entries = fc.oneof(
      ...Object.entries(values).map(([field, choices]) =>
        fc.record({ field: fc.constant(field), value: fc.constantFrom<unknown>(...choices) }),
      ),
    );
    /** What is allowed, with a few fields set to something else. */
    const changed = fc
      .tuple(whole, fc.array(entries, { maxLength: 3 }))
      .map(([body, changes]) =>
        changes.reduce((next, { field, value }) => ({ ...next, [field]: value }), body),
      );
    const seen = { allowed: 0, refused: 0 };
    fc.assert(
      fc.property(fc.oneof(bodies(values), changed), (body) => {
        const allowed = allows('ResendRequest', body);
        seen[allowed ? 'allowed' : 'refused'] += 1;
        expect(allowed, JSON.stringify(body)).to.equal(isTaken(validateResendBody, body));
      }),
      { numRuns: 10_000 },
    );
    expect(seen.allowed, 'bodies that are allowed').to.be.above(1_000);
    expect(seen.refused, 'bodies that are not').to.be.above(1_000);
  });

  it('allows what is always refused to nobody', () => {
    const object = { resend_type: 'CASHIN', object_reference_id: 1 };
    const account = { source_account_branch_identifier: '1', source_account_number: '2' };
    const start = { start_datetime: '2026-05-01T00:00:00Z' };
    const end = { end_datetime: '2026-05-02T00:00:00Z' };
    for (const body of [
      {},
      { resend_type: 'CASHIN' },
      { resend_type: 'CASHIN', object_reference_id: null },
      { resend_type: 'CASHIN', ...account },
      { resend_type: 'CASHIN', ...account, ...start },
      { resend_type: 'CASHIN', ...account, ...end, start_datetime: null },
      { ...object, ...start },
      { ...object, ...start, ...end },
      { ...object, source_account_number: '2' },
      { ...object, ...account, source_account_number: null },
      { resend_type: 'CASHIN', ...account, ...end, start_datetime: '1969-01-01T00:00:00Z' },
      { resend_type: 'CASHIN', ...account, ...start, end_datetime: '2200-01-01T00:00:00Z' },
      { ...object, unknown: 1 },
      { ...object, object_reference_ids: [1] },
      { ...object, event_ids: ['a'] },
      { resend_type: 'CASHIN', object_reference_ids: [1], event_ids: ['a'] },
      { resend_type: 'CASHIN', object_reference_ids: null, event_ids: null },
      { resend_type: 'CASHIN', event_ids: ['a'], source_account_number: '2' },
    ]) {
      expect(isTaken(validateResendBody, body), JSON.stringify(body)).to.equal(false);
      expect(allows('ResendRequest', body), JSON.stringify(body)).to.equal(false);
    }
    for (const body of [
      {},
      { enabled: null },
      { url: null },
      { enabled: 'true' },
      { secret: 'x' },
      ...[
        '',
        'x',
        'ftp://a',
        'https://',
        'https:///a',
        '//a.example',
        'https://a b',
        'javascript:1',
      ].map((url) => ({ url })),
      { url: `https://a.example/${'x'.repeat(2048)}` },
    ]) {
      expect(allows('EndpointChange', body), JSON.stringify(body)).to.equal(false);
    }
  });

  it('allows the changes of an endpoint that are taken', () => {
    const changes = bodies({
      enabled: [true, false, null, 'true', 0],
      url: ['https://merchant.example/hook?a=b#c', 'HTTPS://m.example:8443', null, 7, true],
    });
    fc.assert(
      fc.property(changes, (body) => {
        const taken = isTaken(validateEndpointChange, body);
        expect(allows('EndpointChange', body), JSON.stringify(body)).to.equal(taken);
      }),
      { numRuns: 500 },
    );
  });
});
