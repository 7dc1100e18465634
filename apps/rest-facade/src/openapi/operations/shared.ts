import { idempotencyKeySchema, type QueryParameter } from '@webhooks/validation';

import { id, type JsonSchema, text } from '../../v3/schemas/json-schema.ts';
import type { Parameter, RefusalExample } from '../operation/operation.ts';

/** Tags, in the order in which the reference shows them. */
export const RESENDS = 'Resends';
export const OUTCOMES = 'Outcomes';
export const CONTROL = 'Control';
export const ENDPOINTS = 'Endpoints';
export const EVENTS = 'Events';

export const RESENDS_PATH = '/v3/webhooks/resend';

export const ENDPOINTS_PATH = '/v3/webhooks/endpoints';

export const EVENTS_PATH = '/v3/webhooks/events';

/** The path of what belongs to one endpoint. */
export const ENDPOINT_PATH = `${ENDPOINTS_PATH}/{id}`;

/** The path of what belongs to one resend. */
export const RESEND_PATH = `${RESENDS_PATH}/{id}`;

export const resendId: Parameter = {
  name: 'id',
  in: 'path',
  description: 'The resend.',
  required: true,
  schema: id('As in `Location` and in the list.'),
};

export const endpointId: Parameter = {
  name: 'id',
  in: 'path',
  description: 'The endpoint.',
  required: true,
  schema: text('As in the list.'),
};

export const idempotencyKey: Parameter = {
  name: 'Idempotency-Key',
  in: 'header',
  description:
    'Names the request. The same key with the same request within 24 hours gets the same answer ' +
    'and makes no second resend; with another request it is refused.',
  schema: idempotencyKeySchema,
};

/** The forms of a whole list. */
export const NDJSON = 'application/x-ndjson';
export const CSV = 'text/csv';

/** How lists are had whole. */
export const WHOLE_LIST =
  'Where `Accept` asks for it, all that the filters let through comes in one answer, from ' +
  '`cursor_id` on, without `limit`. What ends early is cut off, so that it is not taken for whole; ' +
  'it is continued from its last line.';

/** The query parameters of a list, described one by one. named: those that are a component. */
export function queryParameters<Names extends string>(
  parameters: Readonly<Record<Names, Pick<QueryParameter, 'schema'>>>,
  descriptions: Readonly<Record<NoInfer<Names>, string>>,
  named: Readonly<Record<string, JsonSchema>> = {},
): Parameter[] {
  return (Object.keys(parameters) as Names[]).map((name) => ({
    name,
    in: 'query',
    description: descriptions[name],
    schema: named[name] ?? parameters[name].schema,
  }));
}

export const resendNotFound: RefusalExample = {
  code: 'resend_not_found',
  summary: 'A resend of an account that you have no access to, or none at all',
  request: { path: { id: 999999999 } },
};

export const endpointNotFound: RefusalExample = {
  code: 'endpoint_not_found',
  summary: 'An endpoint of nobody, or of another account',
  request: { path: { id: 'ep_nowhere' } },
};

/** Answers that a call that changes something may get. */
export const outcomeUnknown: RefusalExample = {
  code: 'outcome_unknown',
  summary: 'While the core does not answer: look before you ask again',
};

/** The same where the request has a key. */
export const outcomeUnknownWithKey: RefusalExample = {
  code: 'outcome_unknown',
  summary: 'The same with a key: asking again is safe',
  request: { headers: { 'Idempotency-Key': 'order-67' } },
  hasKey: true,
};

export const wholeWithLimit: RefusalExample = {
  code: 'validation_error',
  summary: 'The size of a page, where all is asked for',
  request: { query: { limit: 50 }, headers: { Accept: NDJSON } },
  violation: ['limit', `is of pages, not of ${NDJSON}`],
};
