import type { Example, Operation } from '../operation/operation.ts';
import {
  bulk,
  events,
  keys,
  laterBulk,
  qrCode,
  qrCodes,
  restricted,
  selectionRefusals,
  toTest,
  transaction,
} from './requests.ts';
import {
  idempotencyKey,
  outcomeUnknown,
  outcomeUnknownWithKey,
  RESENDS,
  RESENDS_PATH,
} from './shared.ts';

const accepted = (
  summary: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Example => ({
  summary,
  request: { body, headers },
  status: 200,
  answer: { worked: true, detail: 'Webhook resend request created. ID: 7890' },
});

export const createResend: Operation = {
  method: 'post',
  path: RESENDS_PATH,
  operationId: 'createResend',
  tag: RESENDS,
  summary: 'Resend webhooks',
  description:
    'Asks for recorded webhooks to be delivered again: those of one QR Code or Transaction, or ' +
    'those of an account over a range of time. The answer comes once the request is durable; the ' +
    'deliveries follow. What matches at that moment is resent, whatever happens later.\n\n' +
    'Give `object_reference_id`, or all four of branch, number, start and end. With both, only ' +
    "the object's events inside the range are resent. `null` is the same as an absent field.\n\n" +
    'Instead of one object, `object_reference_ids`, `event_ids` or `keys` names up to 1,000 of one ' +
    'account. ' +
    'Each entry has to be there: those that are not are in `not_found`, and nothing is resent. Such ' +
    'a resend counts as one of a range.',
  parameters: [idempotencyKey],
  body: 'ResendRequest',
  successes: {
    200: {
      description:
        'Accepted and durable: no crash or restart loses it. `Location` is the path of the new resend; ' +
        'the body is a sentence for people.',
      headers: ['Location'],
      schema: 'Accepted',
    },
  },
  examples: {
    qr_code: accepted('One QR Code', qrCode),
    transaction: accepted('One Transaction', transaction),
    account_and_range: accepted('An account over a range', bulk),
    qr_codes: accepted('Some QR Codes', qrCodes),
    events: accepted('Some events', events),
    keys: accepted('What is known by some keys', keys),
    only_failed: accepted('Of these, only payments that did not arrive', restricted),
    later: accepted('With a name, and not before a moment', laterBulk),
    to_test: accepted('To a test endpoint, in place of those that would get it', toTest),
    once_only: accepted('Safe to be sent again', qrCode, { 'Idempotency-Key': 'order-66' }),
  },
  refusals: {
    ...selectionRefusals,
    used_key: {
      code: 'validation_error',
      summary: 'A key that was used for another request',
      request: { body: transaction, headers: { 'Idempotency-Key': 'order-66' } },
      violation: ['Idempotency-Key', 'was used before with another request'],
    },
    too_many_active: {
      code: 'too_many_requests',
      summary: 'More unsettled bulk resends than a user may have',
      request: { body: bulk },
      detail: 'The user has 20 active bulk resends, which is the limit',
      limit: { name: 'active_bulk_resends_of_user', value: 20 },
    },
    outcome_unknown: outcomeUnknown,
    outcome_unknown_with_key: outcomeUnknownWithKey,
  },
};
