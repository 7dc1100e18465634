import { ENDPOINT_LIST_PARAMETERS } from '@webhooks/validation';

import type { Operation } from '../operation/operation.ts';
import { sampleEndpoint } from './sample-endpoint.ts';
import { ENDPOINTS, ENDPOINTS_PATH, queryParameters } from './shared.ts';

const answer = { next: null, previous: null, results: [sampleEndpoint] };

export const listEndpoints: Operation = {
  method: 'get',
  path: ENDPOINTS_PATH,
  operationId: 'listEndpoints',
  tag: ENDPOINTS,
  summary: 'List your endpoints',
  description: 'Those of every account that you have access to, by account and id.',
  parameters: queryParameters(ENDPOINT_LIST_PARAMETERS, {
    limit: 'Rows of a page.',
    cursor_id: 'From a link of an earlier page; only with `cursor_account_mirror_id`.',
    cursor_account_mirror_id: 'From a link of an earlier page; only with `cursor_id`.',
    cursor_direction: 'NEXT: the ones behind. PREVIOUS: the ones before. In any letter case.',
    account_mirror_id: 'Only endpoints of this account.',
  }),
  successes: { 200: { description: 'A page of endpoints.', schema: 'EndpointPage' } },
  examples: {
    all: { summary: 'All', request: {}, status: 200, answer },
    account: {
      summary: 'Those of one account',
      request: { query: { account_mirror_id: 17, limit: 50 } },
      status: 200,
      answer,
    },
  },
  refusals: {
    half_a_cursor: {
      code: 'validation_error',
      summary: 'Half a cursor',
      request: { query: { cursor_id: 'ep_17_in' } },
      violation: ['cursor_account_mirror_id', 'is required when cursor_id is given', 'required'],
    },
  },
};
