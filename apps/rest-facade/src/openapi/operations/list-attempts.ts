import { id } from '../../v3/schemas/json-schema.ts';
import { UNKNOWN_PARAMETER } from '../operation/common-refusals.ts';
import type { Operation } from '../operation/operation.ts';
import { sampleAttempt } from './sample-answers.ts';
import { OUTCOMES, RESEND_PATH, resendId, resendNotFound } from './shared.ts';

export const listAttempts: Operation = {
  method: 'get',
  path: `${RESEND_PATH}/deliveries/{delivery_id}/attempts`,
  operationId: 'listAttempts',
  tag: OUTCOMES,
  summary: 'List the attempts of a delivery',
  parameters: [
    resendId,
    {
      name: 'delivery_id',
      in: 'path',
      description: 'The delivery.',
      required: true,
      schema: id('Its position within the resend.'),
    },
  ],
  successes: { 200: { description: 'Every attempt, first to last.', schema: 'Attempts' } },
  examples: {
    one: {
      summary: 'Of the first delivery',
      request: { path: { id: 7890, delivery_id: 1 } },
      status: 200,
      answer: { results: [sampleAttempt] },
    },
  },
  refusals: {
    resend_not_found: { ...resendNotFound, request: { path: { id: 999999999, delivery_id: 1 } } },
    delivery_not_found: {
      code: 'delivery_not_found',
      summary: 'A delivery that the resend does not have',
      request: { path: { delivery_id: 999999 } },
    },
    unknown_parameter: UNKNOWN_PARAMETER,
  },
};
