import { UNKNOWN_PARAMETER } from '../operation/common-refusals.ts';
import type { Operation } from '../operation/operation.ts';
import { settledFollowed } from './sample-answers.ts';
import { OUTCOMES, RESEND_PATH, resendId, resendNotFound } from './shared.ts';

const STATE = '1778581999001-FAILED';
const STREAM = `retry: 2000\n\nevent: progress\nid: ${STATE}\ndata: ${JSON.stringify(settledFollowed)}\n\n`;

export const watchResend: Operation = {
  method: 'get',
  path: `${RESEND_PATH}/events`,
  operationId: 'watchResend',
  tag: OUTCOMES,
  summary: 'Watch a resend',
  description:
    'Server-sent events. Each `progress` event has the resend as a GET of it shows it, at most ' +
    'four a second; the last one is the settled state, and the stream ends with it. A stream that ' +
    'ends earlier is to be opened again. Comments keep the connection alive. The stream comes ' +
    'whatever `Accept` says.',
  parameters: [
    resendId,
    {
      name: 'Last-Event-ID',
      in: 'header',
      description: 'The id of the last event that came; browsers send it by themselves.',
      schema: { type: 'string' },
    },
  ],
  successes: {
    200: { description: 'The stream.', schema: 'FollowedResend', isEventStream: true },
    204: { description: 'The settled state is the one that you have. Do not come back.' },
  },
  examples: {
    to_the_end: {
      summary: 'To the settled state',
      request: { path: { id: 7890 }, headers: { Accept: 'text/event-stream' } },
      status: 200,
      answer: STREAM,
    },
    known_end: {
      summary: 'Again, with the settled state in hand',
      request: { path: { id: 7890 }, headers: { 'Last-Event-ID': STATE } },
      status: 204,
    },
  },
  refusals: {
    resend_not_found: resendNotFound,
    unknown_parameter: UNKNOWN_PARAMETER,
  },
};
