import { MAX_DATETIME_LENGTH } from './datetime.ts';
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
import { EVENT_TYPE_PATTERN, NAME_PATTERN, PRINTABLE_PATTERN } from './text-patterns.ts';

/** Deliveries of a resend that may be started in a second. */
export const resendRate = {
  type: ['number', 'null'],
  minimum: MIN_RESEND_RATE,
  maximum: MAX_RESEND_RATE,
} as const;

const accountPart = {
  type: ['string', 'null'],
  minLength: 1,
  maxLength: MAX_ACCOUNT_PART_LENGTH,
  pattern: PRINTABLE_PATTERN,
} as const;

const datetime = {
  type: ['string', 'null'],
  maxLength: MAX_DATETIME_LENGTH,
  format: 'date-time',
} as const;

/** How the resend is carried out. */
const optionProperties = {
  name: {
    type: ['string', 'null'],
    minLength: 1,
    maxLength: MAX_RESEND_NAME_LENGTH,
    pattern: PRINTABLE_PATTERN,
    description: 'What to call the resend; shown with it.',
  },
  reason: {
    type: ['string', 'null'],
    minLength: 1,
    maxLength: MAX_REASON_LENGTH,
    pattern: PRINTABLE_PATTERN,
    description: 'Why it is asked for; shown with it, and kept in the audit trail.',
  },
  not_before: {
    ...datetime,
    description:
      'Nothing is sent before this moment, at most 30 days ahead; one that is past means now. What ' +
      'is sent is settled when the request is accepted. ISO 8601; UTC when it names no zone.',
  },
  max_rate_per_second: {
    ...resendRate,
    description:
      'Deliveries started in a second at most, over all endpoints; the limits of each endpoint hold ' +
      'as well. Can be changed while it runs.',
  },
  first: {
    type: ['integer', 'null'],
    minimum: 1,
    maximum: MAX_FIRST,
    description:
      'Not for a single object. So many deliveries go first, some of each kind (event type, endpoint, ' +
      'last failure); the others follow when all are answered with 2xx, and at the first other answer ' +
      'the resend is paused and its `detail` says why.',
  },
  deliver_to: {
    type: ['string', 'null'],
    pattern: NAME_PATTERN,
    description:
      'An enabled endpoint of the account that is marked `test`. It gets what is selected, each event ' +
      'that it wants once, in place of the endpoints that would get it; what is known of those stays ' +
      'as it is.',
  },
} as const;

/**
 * Body of POST /v3/webhooks/resend, field by field. null is the same as absent. The rules between
 * fields are in selection-rules.ts, because their messages have to name what is missing.
 */
export const resendBodySchema = {
  type: 'object',
  required: ['resend_type'],
  additionalProperties: false,
  properties: {
    resend_type: {
      type: 'string',
      enum: ['CASHIN', 'CASHOUT'],
      description: 'CASHIN: QR Code. CASHOUT: Transaction.',
    },
    object_reference_id: {
      type: ['integer', 'null'],
      minimum: 1,
      maximum: MAX_ID,
      description: 'CASHIN: QR Code ID. CASHOUT: Transaction ID.',
    },
    object_reference_ids: {
      type: ['array', 'null'],
      minItems: 1,
      items: { type: 'integer', minimum: 1, maximum: MAX_ID },
      description: 'QR Code IDs or Transaction IDs of one account; at most 1,000 that differ.',
    },
    event_ids: {
      type: ['array', 'null'],
      minItems: 1,
      items: { type: 'string', pattern: NAME_PATTERN },
      description: 'Ids of events of one account; at most 1,000 that differ.',
    },
    keys: {
      type: ['array', 'null'],
      minItems: 1,
      description: 'Keys of events of the account; at most 1,000 that differ.',
    },
    source_account_branch_identifier: {
      ...accountPart,
      description: 'Branch of the source account; leading zeros are significant.',
    },
    source_account_number: {
      ...accountPart,
      description: 'Number of the source account; leading zeros are significant.',
    },
    start_datetime: {
      ...datetime,
      description: 'First moment of the range, inclusive. ISO 8601; UTC when it names no zone.',
    },
    end_datetime: {
      ...datetime,
      description: 'Last moment of the range, inclusive. ISO 8601; UTC when it names no zone.',
    },
    delivery_state: {
      type: ['string', 'null'],
      enum: ['ALL', 'FAILED', 'NEVER_ATTEMPTED', 'UNDELIVERED', null],
      description: 'Restricts by what is known of each event at each endpoint.',
    },
    include_in_hand: {
      type: ['boolean', 'null'],
      description:
        'Only with UNDELIVERED. True: also what its sender retries, or an unfinished resend holds.',
    },
    latest_only: {
      type: ['boolean', 'null'],
      description: 'True: of the events of one object that are selected, only the newest.',
    },
    event_types: {
      type: ['array', 'null'],
      minItems: 1,
      maxItems: MAX_FILTER_ENTRIES,
      items: { type: 'string', pattern: EVENT_TYPE_PATTERN },
      description: 'Only events of these types.',
    },
    endpoint_ids: {
      type: ['array', 'null'],
      minItems: 1,
      maxItems: MAX_FILTER_ENTRIES,
      items: { type: 'string', pattern: NAME_PATTERN },
      description: 'Only these endpoints.',
    },
    ...optionProperties,
  },
} as const;

/** A field of the body. */
export type ResendBodyField = keyof typeof resendBodySchema.properties;

/** A field that says how the resend is carried out. */
export type OptionField = keyof typeof optionProperties;

/** A field that says what is resent. */
export type SelectionField = Exclude<ResendBodyField, OptionField>;
