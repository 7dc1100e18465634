import type { SampleState } from '@webhooks/domain';

import type { DeliveryKindItem, SampleItem, TriedKindItem } from '../sample-item.ts';
import {
  arrayOf,
  count,
  type JsonSchema,
  objectOf,
  oneOf,
  orNull,
  ref,
  text,
} from './json-schema.ts';

export const sampleStateSchema = oneOf<SampleState>(
  { WAITING: true, SENDING: true, PASSED: true, FAILED: true },
  'WAITING: it is not chosen yet. SENDING: nothing else is sent. PASSED: all of it was answered with ' +
    '2xx, and the others follow. FAILED: some of it was not, and the resend was paused.',
);

const kind = {
  event_type: text('Of their events.'),
  endpoint_id: text('Where they go.'),
  last_failure: orNull(
    text(
      'How the last attempt failed that was known before: an HTTP status, an error class, or "failed".',
    ),
  ),
  deliveries: count('So many of the resend are of this kind.'),
} satisfies Record<keyof DeliveryKindItem, JsonSchema>;

export const deliveryKindSchema = objectOf<DeliveryKindItem>(
  'Deliveries of a resend that are alike.',
  kind,
);

export const sampleFailureSchema = objectOf<TriedKindItem['failures'][number]>(
  'Attempts that failed alike.',
  {
    error_class: ref('ErrorClass'),
    http_status: orNull(count('Null where no response came.')),
    count: count('How many there were.'),
  },
);

export const triedKindSchema = objectOf<TriedKindItem>(
  'What the deliveries that went first say of a kind.',
  {
    ...kind,
    sent: count('Of those that went first.'),
    delivered: count('Of those that were sent: answered with 2xx.'),
    failures: arrayOf(ref('SampleFailure'), 'The others that were sent.'),
  },
);

export const sampleSchema = objectOf<SampleItem>(
  'What went first of a resend, and what came of it before the others were let go.',
  {
    state: ref('SampleState'),
    size: count('Deliveries that were chosen; 0 until they are.'),
    sent: count('Those of which an attempt was recorded.'),
    delivered: count('Those that were answered with 2xx.'),
    tried: arrayOf(ref('TriedKind'), 'Kinds of which at least one was sent.'),
    not_tried: arrayOf(
      ref('DeliveryKind'),
      'The others, as far as they are named: chosen ones first, then the largest.',
    ),
    kinds_not_tried: count('How many there are.'),
  },
);
