import { fieldCodes, limitNames, type ReachedLimit } from '@webhooks/domain';

import {
  arrayOf,
  count,
  flag,
  type JsonSchema,
  objectOf,
  orNull,
  ref,
  text,
  time,
} from './json-schema.ts';

const worked = flag('Always true: it was done.');

const detail = text('For people; names what it is about.');

/** A resend was accepted. */
export const acceptedSchema = objectOf('The request is accepted, and durable.', { worked, detail });

/** A page of a list. next and previous are followed as they are. */
export function pageOf(item: string): JsonSchema {
  return objectOf('A page of a list.', {
    next: orNull({
      type: 'string',
      format: 'uri',
      description: 'The next page, with its filters.',
    }),
    previous: orNull({ type: 'string', format: 'uri', description: 'The page before.' }),
    results: arrayOf(ref(item), 'What is on this page.'),
  });
}

/** The result of an action on a resend. */
export const actedSchema = objectOf('What the action came to.', {
  worked,
  detail,
  resend: ref('Resend'),
});

/** The result of making an endpoint. */
export const endpointCreatedSchema = objectOf('The endpoint is there.', {
  worked,
  detail,
  endpoint: ref('Endpoint'),
  signing_secret: orNull(
    text(
      'Signs its deliveries; shown this once. Null to a repetition when the endpoint was changed since.',
    ),
  ),
});

/** The result of removing an endpoint. */
export const endpointRemovedSchema = objectOf('The endpoint is removed.', { worked, detail });

/** The result of changing an endpoint. */
export const endpointChangedSchema = objectOf('The endpoint is changed.', {
  worked,
  detail,
  endpoint: ref('Endpoint'),
  credentials_dropped: flag(
    'True when it moved and lost a token, key or signing secret that was given for the URL before.',
  ),
  signing_secret: orNull(text('The new one, shown this once; null when the old one stays.')),
  was_disabled_since: orNull(
    time('Since when it was disabled until now; null when this did not enable it.'),
  ),
});

/** The result of a cancellation. */
export const cancelledSchema = objectOf('What the cancellation came to.', {
  worked,
  detail,
  in_flight: orNull(
    count('Deliveries that are still being finished; null: the dispatcher did not say yet.'),
  ),
  resend: ref('Resend'),
});

/** The attempts of a delivery. */
export const attemptsSchema = objectOf('Every attempt of a delivery.', {
  results: arrayOf(ref('Attempt'), 'First to last.'),
});

/** Every refusal. */
export const errorSchema: JsonSchema = {
  type: 'object',
  description: 'A refusal. Nothing was changed, unless the code is `outcome_unknown`.',
  required: ['worked', 'detail', 'code'],
  properties: {
    worked: flag('Always false: it was refused.'),
    detail: text('For people: what is wrong.'),
    code: text('For programs: stays the same when the text changes.'),
    errors: arrayOf(ref('FieldError'), 'With `validation_error` alone.'),
    not_found: arrayOf(
      { description: 'The ID, or the object with the key.' },
      'With a list whose entries are not all found: each one that is not.',
    ),
    limit: ref('ReachedLimit'),
  },
};

/** Which limit refused a request. */
export const reachedLimitSchema = objectOf<ReachedLimit>('A limit that was reached.', {
  name: text(
    `For programs: ${limitNames.map((name) => `\`${name}\``).join(', ')}; more may follow.`,
  ),
  value: orNull({
    type: 'number',
    description: 'What is allowed; null where that depends on what others have just now.',
  }),
});

/** What a validation error says of one field. */
export const fieldErrorSchema: JsonSchema = {
  type: 'object',
  description: 'One thing that is wrong.',
  required: ['field', 'message', 'code'],
  properties: {
    field: text('As it was written; empty when it is the whole request.'),
    message: text('For people: what the field has to be.'),
    code: text(
      `For programs: stays the same when the message changes. ${fieldCodes.map((code) => `\`${code}\``).join(', ')}; there may be more.`,
    ),
    entry: text('The entry of the field that it is about, where it is about one.'),
  },
};
