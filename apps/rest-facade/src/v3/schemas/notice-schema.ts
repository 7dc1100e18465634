import type { DeliveryReason, NoticeState } from '@webhooks/domain';

import type { NoticeItem } from '../notice-item.ts';
import { errorClasses, httpStatus } from './delivery-schema.ts';
import {
  arrayOf,
  count,
  type JsonSchema,
  objectOf,
  oneOf,
  orNull,
  text,
  time,
} from './json-schema.ts';

type Reason = Exclude<DeliveryReason, 'cancelled'>;

/** A notice. */
export const noticeItemSchema = objectOf<NoticeItem>('A settled resend for one endpoint.', {
  endpoint_id: text('Who is told.'),
  state: oneOf<NoticeState>(
    { PENDING: true, RETRYING: true, DELIVERED: true, FAILED: true, SKIPPED: true },
    'DELIVERED, FAILED and SKIPPED are final. RETRYING waits for `next_attempt_at`.',
  ),
  reason: orNull(
    oneOf<Reason>(
      { expired: true, endpoint_gone: true, endpoint_disabled: true, endpoint_deleted: true },
      'Why it was settled before its schedule was used up.',
    ),
  ),
  attempts: count('HTTP requests so far.'),
  last_http_status: orNull(httpStatus),
  last_error_class: orNull(oneOf(errorClasses, 'Why the last one did not succeed.')),
  created_at: time('When the resend was settled.'),
  next_attempt_at: orNull(time('When it is tried next; null once it is settled.')),
  settled_at: orNull(time('When it was settled.')),
});

/** The notices of a resend. */
export function noticesSchema(notice: JsonSchema): JsonSchema {
  return objectOf('Who was told.', { results: arrayOf(notice, 'By endpoint.') });
}
