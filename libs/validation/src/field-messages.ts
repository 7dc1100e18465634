import { DATETIME_FORMS } from './datetime.ts';
import {
  MAX_ACCOUNT_PART_LENGTH,
  MAX_FILTER_ENTRIES,
  MAX_FIRST,
  MAX_ID,
  MAX_REASON_LENGTH,
  MAX_RESEND_NAME_LENGTH,
  MAX_RESEND_RATE,
  MIN_RESEND_RATE,
} from './limits.ts';
import type { ResendBodyField } from './resend-body-schema.ts';

const ACCOUNT_PART = printable(MAX_ACCOUNT_PART_LENGTH);

const DATETIME = `must be an existing ISO 8601 date and time from 1970 to 2199, such as 2026-05-01T00:00:00Z: ${DATETIME_FORMS}`;

/** What each field has to be: the one message for whatever is wrong with its value. */
export const FIELD_MESSAGES = {
  resend_type: 'must be CASHIN or CASHOUT',
  object_reference_id: `must be an integer from 1 to ${MAX_ID}`,
  object_reference_ids: `must be a list of integers from 1 to ${MAX_ID}`,
  event_ids: 'must be a list of event ids, each of 1 to 64 characters A-Z a-z 0-9 _ - .',
  keys: 'must be a list of objects, each with one of end_to_end_id, tx_id, correlation_id and tag, of 1 to 64 printable characters',
  source_account_branch_identifier: ACCOUNT_PART,
  source_account_number: ACCOUNT_PART,
  start_datetime: DATETIME,
  end_datetime: DATETIME,
  delivery_state: 'must be ALL, FAILED, NEVER_ATTEMPTED or UNDELIVERED',
  include_in_hand: 'must be true or false',
  latest_only: 'must be true or false',
  event_types: `must be a list of 1 to ${MAX_FILTER_ENTRIES} event types, each of 1 to 64 characters A-Z 0-9 _`,
  endpoint_ids: `must be a list of 1 to ${MAX_FILTER_ENTRIES} endpoint ids, each of 1 to 64 characters A-Z a-z 0-9 _ - .`,
  name: printable(MAX_RESEND_NAME_LENGTH),
  reason: printable(MAX_REASON_LENGTH),
  not_before: DATETIME,
  first: `must be an integer from 1 to ${MAX_FIRST}`,
  deliver_to: 'must be an endpoint id of 1 to 64 characters A-Z a-z 0-9 _ - .',
  max_rate_per_second: `must be a number from ${MIN_RESEND_RATE} to ${MAX_RESEND_RATE}`,
} as const satisfies Record<ResendBodyField, string>;

function printable(maxLength: number): string {
  return `must be a string of 1 to ${maxLength} printable characters`;
}
