import type { MtlsVerdict, TestEventReason, TestEventState } from '@webhooks/domain';

import type { TestEventItem } from '../test-event-item.ts';
import { flag, id, objectOf, oneOf, orNull, ref, text, time } from './json-schema.ts';

export const testEventStateSchema = oneOf<TestEventState>(
  { PENDING: true, DELIVERED: true, FAILED: true, SKIPPED: true },
  'DELIVERED: answered with 2xx. FAILED: answered with anything else, or not at all. SKIPPED: ' +
    'nothing was sent, `reason` says why.',
);

export const testEventReasonSchema = oneOf<TestEventReason>(
  {
    endpoint_disabled: true,
    endpoint_gone: true,
    endpoint_deleted: true,
    expired: true,
    not_sent: true,
  },
  'expired: no dispatcher began it within a minute. not_sent: the way out, such as an egress proxy, ' +
    'is closed.',
);

export const mtlsVerdictSchema = oneOf<MtlsVerdict>(
  { verified: true, not_demanded: true, undecided: true },
  'verified: the endpoint refused a call without our client certificate, and took one with it. ' +
    'not_demanded: it took a call without one.',
);

/** A test event and what came of it. */
export const testEventSchema = objectOf<TestEventItem>('An event that an endpoint is tried with.', {
  id: id('`webhook-id` is `test_` with this number.'),
  endpoint_id: text('Where it goes.'),
  state: ref('TestEventState'),
  reason: orNull(ref('TestEventReason'), 'Null unless it is SKIPPED.'),
  created_at: time('When it was asked for.'),
  settled_at: orNull(time('Null while it is PENDING.')),
  attempt: orNull(ref('TestAttempt'), 'Null while it is PENDING, and when nothing was sent.'),
  mtls: orNull(ref('MtlsVerdict'), 'Null where the endpoint is shown no client certificate.'),
  challenge_answered: orNull(
    flag('True: a 2xx had the header `webhook-challenge` as it was sent, which proves the URL.'),
  ),
});

/** A test event that was just asked for. */
export const testEventRequestedSchema = objectOf('It is asked for.', {
  worked: flag('Always true: it was done.'),
  detail: text('For people; names what it is about.'),
  test_event: ref('TestEvent'),
});
