import { UNKNOWN_PARAMETER } from '../operation/common-refusals.ts';
import type { Operation } from '../operation/operation.ts';
import {
  ENDPOINT_PATH,
  endpointId,
  endpointNotFound,
  ENDPOINTS,
  outcomeUnknown,
} from './shared.ts';

export const removeEndpoint: Operation = {
  method: 'delete',
  path: ENDPOINT_PATH,
  operationId: 'removeEndpoint',
  tag: ENDPOINTS,
  summary: 'Remove an endpoint',
  description:
    'For good: nothing more is sent there, and its token, key and signing secret are deleted. What ' +
    'waits for it in resends is skipped with the reason `endpoint_deleted` when its turn comes, and ' +
    'what was delivered to it stays readable. Its ID is not used again, unless the platform imports ' +
    'an endpoint of that ID for the same account: then it is there again, as imported. Who removed it ' +
    'is kept. To stop deliveries for a while, disable it instead.',
  parameters: [endpointId],
  successes: { 200: { description: 'It is removed.', schema: 'EndpointRemoved' } },
  examples: {
    remove: {
      summary: 'Remove it',
      request: { path: { id: 'ep_17_old' } },
      status: 200,
      answer: { worked: true, detail: 'Webhook endpoint removed. ID: ep_17_old' },
    },
  },
  refusals: {
    endpoint_not_found: endpointNotFound,
    unknown_parameter: UNKNOWN_PARAMETER,
    outcome_unknown: outcomeUnknown,
  },
};
