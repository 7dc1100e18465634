import type { DeliveryReason, NotificationState } from '@webhooks/domain';

import type { NotificationItem } from '../notification-item.ts';
import { httpStatus } from './delivery-schema.ts';
import { arrayOf, count, objectOf, oneOf, orNull, ref, text, time } from './json-schema.ts';

type Reason = Exclude<DeliveryReason, 'cancelled'>;

export const notificationStateSchema = oneOf<NotificationState>(
  { PENDING: true, RETRYING: true, DELIVERED: true, FAILED: true, SKIPPED: true },
  'DELIVERED, FAILED and SKIPPED are final. RETRYING waits for `next_attempt_at`.',
);

export const notificationReasonSchema = oneOf<Reason>(
  { expired: true, endpoint_gone: true, endpoint_disabled: true, endpoint_deleted: true },
  'Why it was settled before its schedule was used up.',
);

/** A notification. */
export const notificationItemSchema = objectOf<NotificationItem>(
  'A settled resend for one endpoint.',
  {
    endpoint_id: text('Who is told.'),
    state: ref('NoticeState'),
    reason: orNull(ref('NoticeReason'), 'Null unless it was settled before its time.'),
    attempts: count('HTTP requests so far.'),
    last_http_status: orNull(httpStatus),
    last_error_class: orNull(ref('ErrorClass'), 'Null after a success.'),
    created_at: time('When the resend was settled.'),
    next_attempt_at: orNull(time('When it is tried next; null once it is settled.')),
    settled_at: orNull(time('When it was settled.')),
  },
);

/** The notices of a resend. */
export const notificationsSchema = objectOf('Who was told.', {
  results: arrayOf(ref('Notice'), 'By endpoint.'),
});
