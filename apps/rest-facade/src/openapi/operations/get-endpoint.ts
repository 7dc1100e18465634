import { STATISTICS_PARAMETERS } from '@webhooks/validation';

import { UNKNOWN_PARAMETER } from '../operation/common-refusals.ts';
import type { Operation } from '../operation/operation.ts';
import { sampleAttemptBucket, sampleEndpoint } from './sample-endpoint.ts';
import {
  ENDPOINT_PATH,
  endpointId,
  endpointNotFound,
  ENDPOINTS,
  queryParameters,
} from './shared.ts';

const request = { path: { id: 'ep_17_in' } };

export const getEndpoint: Operation = {
  method: 'get',
  path: ENDPOINT_PATH,
  operationId: 'getEndpoint',
  tag: ENDPOINTS,
  summary: 'See one endpoint',
  parameters: [endpointId],
  successes: { 200: { description: 'The endpoint as it is now.', schema: 'Endpoint' } },
  examples: { one: { summary: 'One of yours', request, status: 200, answer: sampleEndpoint } },
  refusals: { endpoint_not_found: endpointNotFound, unknown_parameter: UNKNOWN_PARAMETER },
};

export const getEndpointStatistics: Operation = {
  method: 'get',
  path: `${ENDPOINT_PATH}/statistics`,
  operationId: 'getEndpointStatistics',
  tag: ENDPOINTS,
  summary: 'See how an endpoint does over time',
  description:
    'What attempts came to, in stretches of five minutes to an hour. Durations are estimated from ' +
    'classes of durations.',
  parameters: [
    endpointId,
    ...queryParameters(STATISTICS_PARAMETERS, {
      hours: 'How far back; the hour that runs counts as one.',
    }),
  ],
  successes: { 200: { description: 'Attempts over time.', schema: 'EndpointStatistics' } },
  examples: {
    day: {
      summary: 'The last day',
      request,
      status: 200,
      answer: { bucket_seconds: 900, results: [sampleAttemptBucket] },
    },
  },
  refusals: {
    endpoint_not_found: endpointNotFound,
    hours: {
      code: 'validation_error',
      summary: 'More than a week',
      request: { query: { hours: 169 } },
      violation: ['hours', 'must be an integer from 1 to 168'],
    },
  },
};
