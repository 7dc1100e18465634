import type {
  CreatedBy,
  ListField,
  ListSummary,
  ResendControl,
  ResendKind,
  ResendStatus,
  ResendType,
  WaitReason,
} from '@webhooks/domain';
import { MAX_ENDPOINTS_SHOWN } from '@webhooks/domain';
import { resendChangeSchema } from '@webhooks/validation';

import type { ResendDetail } from '../resend-detail.ts';
import type { EndpointProgressItem, FollowedResendBody } from '../resend-progress.ts';
import type { ResendItem } from '../resend-item.ts';
import {
  arrayOf,
  count,
  flag,
  id,
  type JsonSchema,
  objectOf,
  oneOf,
  orNull,
  ref,
  text,
  time,
} from './json-schema.ts';

export const resendStatusSchema = oneOf<ResendStatus>(
  { PENDING: true, PROCESSING: true, COMPLETED: true, FAILED: true },
  'PENDING: accepted and durable, not started. PROCESSING: some deliveries are not settled. ' +
    'COMPLETED: every delivery succeeded. FAILED: settled, and at least one did not succeed, or ' +
    'no endpoint wanted the events; `detail` says which.',
);

export const createdBySchema = oneOf<CreatedBy>(
  { me: true, anyone: true },
  'me: those that you created. anyone: those of all users of your accounts.',
);

export const resendKindSchema = oneOf<ResendKind>(
  { one: true, range: true, list: true, retry: true },
  'one: of one object. range: of an account. list: of what is named one by one. ' +
    'retry: of what an earlier resend did not deliver.',
);

export const resendTypeSchema = oneOf<ResendType>(
  { CASHIN: true, CASHOUT: true },
  'CASHIN: QR Code. CASHOUT: Transaction.',
);

export const resendControlSchema = oneOf<ResendControl>(
  { RUNNING: true, PAUSED: true, CANCELLING: true },
  'What was asked of it last.',
);

/** Parts of `delivered`. */
export const receiptCounts = {
  delivered_new: count(
    'Of these, events that the receiver did not know (`webhook-duplicate: false`).',
  ),
  delivered_known_before: count('Events that it had before (`webhook-duplicate: true`).'),
  delivered_not_said: count('Events of which it did not say.'),
} satisfies Partial<Record<keyof ResendItem, JsonSchema>>;

export const listFieldSchema = oneOf<ListField>(
  { object_reference_ids: true, event_ids: true, keys: true },
  'A field of the request that names what is meant one by one.',
);

export const listedSchema = objectOf<ListSummary>('What a resend named one by one.', {
  field: ref('ListField'),
  count: count('Its entries, repeated ones counted once.'),
});

const item = {
  id: id('Names the resend.'),
  status: ref('ResendStatus'),
  resend_type: ref('ResendType'),
  object_reference_id: orNull(id('QR Code ID or Transaction ID; null in bulk mode.')),
  account_mirror_id: id('The account that the events belong to.'),
  source_account_branch_identifier: orNull(text('Branch, as it was asked for.')),
  source_account_number: orNull(text('Account number, as it was asked for.')),
  start_datetime: orNull(time('First moment of the range, inclusive.')),
  end_datetime: orNull(time('Last moment of the range, inclusive.')),
  name: orNull(text('What it was called by whoever asked for it.')),
  reason: orNull(text('Why it was asked for.')),
  not_before: orNull(
    time('It is not started before; null when it could be started when it was accepted.'),
  ),
  max_rate_per_second: {
    ...resendChangeSchema.properties.max_rate_per_second,
    type: ['number', 'null'],
  },
  first: orNull(count('Deliveries that go first; null: all at once.')),
  deliver_to: orNull(text('The test endpoint that gets all of it; null: those of the selection.')),
  created_by: orNull(
    id('The user who asked for it; null: nobody, it was made when an endpoint had recovered.'),
  ),
  created_at: time('When the request was accepted.'),
  updated_at: time('When anything of it changed last.'),
  finished_at: orNull(time('When its last delivery was settled; null until then.')),
  total: count('Deliveries: `delivered + failed + pending`, always. 0 until they are counted.'),
  delivered: count('Answered by the receiver with 2xx.'),
  ...receiptCounts,
  failed: count('Settled without success; skipped and cancelled ones included.'),
  skipped: count('Of `failed`: not sent, for the reason that each delivery has.'),
  cancelled: count('Of `failed`: the resend was cancelled before they were settled.'),
  pending: count('Not settled; those waiting for a retry included.'),
  detail: orNull(text('Why it failed, for people.')),
  listed: orNull(ref('Listed'), 'Null unless the request had a list.'),
  delivery_state: ref('DeliveryStateFilter'),
  include_in_hand: flag('True: also what somebody had in hand.'),
  latest_only: flag('True: of each object the newest event alone.'),
  event_types: arrayOf(text('Such as QR_CODE_COPY_AND_PASTE_PAID.'), 'Empty: events of all types.'),
  endpoint_ids: arrayOf(text('An endpoint.'), 'Empty: to all that want the events.'),
  control: orNull(
    ref('ResendControl'),
    'What its owner asked for last; null once it is settled. What was cancelled is counted by ' +
      '`cancelled`, and by its deliveries.',
  ),
} satisfies Record<keyof ResendItem, JsonSchema>;

/** A resend in the list. */
export const resendItemSchema = objectOf<ResendItem>('A resend, its counts and its control.', item);

const detail = {
  ...item,
  retry_of: orNull(id('The resend whose failures it delivers again.')),
  deliveries_pruned: flag('True when its deliveries are no longer kept; its counts stay.'),
  sample: orNull(ref('Sample'), 'What went first; null where all goes at once.'),
} satisfies Record<keyof ResendDetail, JsonSchema>;

/** A resend by itself. */
export const resendDetailSchema = objectOf<ResendDetail>(
  'A resend, its counts, and what it comes from.',
  detail,
);

export const waitReasonSchema = oneOf<WaitReason>(
  {
    paused: true,
    not_before: true,
    breaker: true,
    sample: true,
    retry: true,
    order: true,
    pace: true,
    turn: true,
    verification: true,
  },
  'What the next delivery waits for. paused: the resend is paused. not_before: its time has not come. ' +
    'breaker: the endpoint fails; `next_test_at` says when it is tested. sample: the answers to the ' +
    'first deliveries are awaited. retry: all that is pending waits for its next attempt. order: an ' +
    'earlier event of its object comes first. pace: so many a second are allowed. turn: nothing but ' +
    'those ahead of it. verification: the URL has to prove itself first.',
);

/** A resend at one of its endpoints. */
export const endpointProgressSchema = objectOf<EndpointProgressItem>(
  'How far a resend is at one of its endpoints.',
  {
    endpoint_id: text('Names the endpoint.'),
    total: orNull(count('Deliveries to it; null until they are counted.')),
    delivered: item.delivered,
    failed: item.failed,
    skipped: item.skipped,
    cancelled: item.cancelled,
    pending: count('Not settled. While `total` is null, of those that are planned.'),
    retrying: count('Of `pending`: the last attempt failed, and another one will be made.'),
    waiting_for: orNull(
      ref('WaitReason'),
      'Null when nothing is pending, and while the resend is cancelled.',
    ),
    next_test_at: orNull(
      time('When the endpoint, which fails, is tested next; a past time: any moment. Else null.'),
    ),
    estimated_end_at: orNull(
      time('When the last one is settled, at the pace of the last minute; null: nobody can say.'),
    ),
    expires_at: orNull(
      time('When what is pending fails because it is too late; null when nothing is.'),
    ),
  },
);

/** A resend with its progress. */
export const followedResendSchema = objectOf<FollowedResendBody>(
  'A resend, and how far it is at its endpoints.',
  {
    ...detail,
    endpoints: {
      ...arrayOf(
        ref('EndpointProgress'),
        'Failing ones that hold something up first, then those where most failed, then those with most ' +
          'to do. Empty for a resend that was settled before this was counted.',
      ),
      maxItems: MAX_ENDPOINTS_SHOWN,
    },
    other_endpoints: count('Endpoints beyond these.'),
  },
);
