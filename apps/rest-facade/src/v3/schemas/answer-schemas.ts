import { arrayOf, count, id, type JsonSchema, objectOf, orNull, text } from './json-schema.ts';

const worked = { type: 'boolean', const: true, description: 'True: it was done.' } as const;

const detail = text('For people; names what it is about.');

/** A resend was accepted. */
export const acceptedSchema = objectOf('The request is accepted, and durable.', { worked, detail });

/** A page of a list. next and previous are followed as they are. */
export function pageOf(item: JsonSchema): JsonSchema {
  return objectOf('A page of a list.', {
    next: orNull({
      type: 'string',
      format: 'uri',
      description: 'The next page, with its filters.',
    }),
    previous: orNull({ type: 'string', format: 'uri', description: 'The page before.' }),
    results: arrayOf(item, 'What is on this page.'),
  });
}

/** What an action on a resend came to. */
export function actedSchema(resend: JsonSchema): JsonSchema {
  return objectOf('What the action came to.', { worked, detail, resend });
}

/** What changing an endpoint came to. */
export function endpointChangedSchema(endpoint: JsonSchema): JsonSchema {
  return objectOf('The endpoint is changed.', { worked, detail, endpoint });
}

/** What a cancellation came to. */
export function cancelledSchema(resend: JsonSchema): JsonSchema {
  const inFlight =
    'Deliveries that are still being finished; null: the dispatcher did not say yet.';
  return objectOf('What the cancellation came to.', {
    worked,
    detail,
    in_flight: orNull(count(inFlight)),
    resend,
  });
}

/** The attempts of a delivery. */
export function attemptsSchema(attempt: JsonSchema): JsonSchema {
  return objectOf('Every attempt of a delivery.', { results: arrayOf(attempt, 'First to last.') });
}

/** Every refusal. */
export const errorSchema: JsonSchema = {
  type: 'object',
  description: 'A refusal. Nothing was changed.',
  required: ['worked', 'detail', 'code'],
  properties: {
    worked: { type: 'boolean', const: false, description: 'False: it was refused.' },
    detail: text('For people: what is wrong.'),
    code: text('For programs: stays the same when the text changes.'),
    errors: arrayOf(
      objectOf('One thing that is wrong.', {
        field: text('As it was written; empty when it is the whole request.'),
        message: text('What the field has to be.'),
      }),
      'With `validation_error` alone.',
    ),
  },
};

/** The path parameter of everything that belongs to one resend. */
export const resendIdSchema = id('ID of the resend.');
