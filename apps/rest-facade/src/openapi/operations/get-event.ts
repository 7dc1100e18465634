import { EVENT_PARAMETERS } from '@webhooks/validation';

import { text } from '../../v3/schemas/json-schema.ts';
import { UNKNOWN_PARAMETER } from '../operation/common-refusals.ts';
import type { Operation } from '../operation/operation.ts';
import { sampleEvent } from './sample-event.ts';
import { EVENTS, EVENTS_PATH, queryParameters } from './shared.ts';

export const getEvent: Operation = {
  method: 'get',
  path: `${EVENTS_PATH}/{id}`,
  operationId: 'getEvent',
  tag: EVENTS,
  summary: 'See one event',
  description:
    'Its exact body; what each endpoint that wants it would get now, with tokens and signatures ' +
    'masked; and each delivery of it in resends with every attempt, newest resend first.',
  parameters: [
    {
      name: 'id',
      in: 'path',
      description: 'The event.',
      required: true,
      schema: text('As in the list and in `webhook-id`.'),
    },
    ...queryParameters(EVENT_PARAMETERS, {
      before_resend_id: 'Only its history before this resend; as in `history.next`.',
    }),
  ],
  successes: { 200: { description: 'The event and what became of it.', schema: 'Event' } },
  examples: {
    one: {
      summary: 'One of yours',
      request: { path: { id: 'evt_12345_1' } },
      status: 200,
      answer: sampleEvent,
    },
  },
  refusals: {
    event_not_found: {
      code: 'event_not_found',
      summary: 'An event of nobody, or of another account',
      request: { path: { id: 'evt_nowhere' } },
    },
    unknown_parameter: UNKNOWN_PARAMETER,
  },
};
