import type { RefusalExample } from '../operation/operation.ts';

/** Bodies that the examples send. */
export const qrCode = { resend_type: 'CASHIN', object_reference_id: 12345 };
export const transaction = { resend_type: 'CASHOUT', object_reference_id: 98765 };
export const bulk = {
  resend_type: 'CASHIN',
  source_account_branch_identifier: '0001',
  source_account_number: '123456',
  start_datetime: '2026-05-01T00:00:00Z',
  end_datetime: '2026-05-12T23:59:59Z',
};
export const restricted = {
  ...bulk,
  delivery_state: 'FAILED',
  event_types: ['QR_CODE_COPY_AND_PASTE_PAID', 'PIX_CASHIN_RECEIVED'],
};

export const laterBulk = {
  ...bulk,
  name: 'Lost by a deploy',
  reason: 'Our receiver answered 500 from 10:00 to 10:40',
  not_before: '2026-05-13T03:00:00Z',
};
export const toTest = { ...bulk, deliver_to: 'ep_17_test' };
export const qrCodes = { resend_type: 'CASHIN', object_reference_ids: [12345, 20003] };
export const events = { resend_type: 'CASHIN', event_ids: ['evt_12345_1', 'evt_12345_2'] };

export const keys = {
  resend_type: 'CASHIN',
  source_account_branch_identifier: '0001',
  source_account_number: '123456',
  keys: [{ end_to_end_id: 'E1234567820260502130000000000001' }, { tag: 'May' }],
};

/** What both calls refuse that take the body of a resend. */
export const selectionRefusals = {
  qr_code_not_found: {
    code: 'qr_code_not_found',
    summary: 'A QR Code of nobody, or of another account',
    request: { body: { ...qrCode, object_reference_id: 404404 } },
  },
  transaction_not_found: {
    code: 'transaction_not_found',
    summary: 'A Transaction of nobody, or of another account',
    request: { body: { ...transaction, object_reference_id: 404404 } },
  },
  account_not_found: {
    code: 'account_not_found',
    summary: 'An account of nobody, or of another user',
    request: { body: { ...bulk, source_account_number: '404404' } },
  },
  listed_not_found: {
    code: 'qr_code_not_found',
    summary: 'A list with QR Codes of nobody, or of other accounts',
    request: { body: { ...qrCodes, object_reference_ids: [12345, 404404, 404405] } },
    notFound: [404404, 404405],
  },
  events_not_found: {
    code: 'events_not_found',
    summary: 'A list with an event of nobody, or of another account',
    request: { body: { ...events, event_ids: ['evt_404'] } },
    notFound: ['evt_404'],
  },
  keys_not_found: {
    code: 'events_not_found',
    summary: 'A list with a key that no event of the account has',
    request: { body: { ...keys, keys: [{ tx_id: 'of nobody' }] } },
    notFound: [{ tx_id: 'of nobody' }],
  },
  list_too_long: {
    code: 'list_too_long',
    summary: 'A list of more than 1,000 entries',
    detail: 'object_reference_ids must not have more than 1000 entries that differ',
    limit: { name: 'list_entries', value: 1_000 },
  },
  two_ways: {
    code: 'validation_error',
    summary: 'A list beside an object',
    request: { body: { ...qrCode, event_ids: ['evt_12345_1'] } },
    violation: ['event_ids', 'must not be given beside object_reference_id', 'beside_another'],
  },
  missing_field: {
    code: 'validation_error',
    summary: 'Half an account',
    request: { body: { ...qrCode, source_account_branch_identifier: '0001' } },
    violation: [
      'source_account_number',
      'is required when source_account_branch_identifier is given',
      'required',
    ],
  },
  unknown_field: {
    code: 'validation_error',
    summary: 'A field that is not known: it could have been meant as a filter',
    request: { body: { ...qrCode, only_failed: true } },
    violation: ['only_failed', 'is not a known field', 'unknown_field'],
  },
  unknown_endpoint: {
    code: 'validation_error',
    summary: 'An endpoint that the account does not have',
    request: { body: { ...qrCode, endpoint_ids: ['ep_nowhere'] } },
    violation: [
      'endpoint_ids',
      'ep_nowhere is not an endpoint of the account',
      'unknown_endpoint',
      'ep_nowhere',
    ],
  },
  no_test_endpoint: {
    code: 'validation_error',
    summary: 'An endpoint in place of others that is not marked as a test endpoint',
    request: { body: { ...bulk, deliver_to: 'ep_17_in' } },
    violation: [
      'deliver_to',
      'ep_17_in is not marked as a test endpoint',
      'endpoint_not_test',
      'ep_17_in',
    ],
  },
} as const satisfies Record<string, RefusalExample>;
