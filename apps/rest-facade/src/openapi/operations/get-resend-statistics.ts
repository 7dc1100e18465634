import { UNKNOWN_PARAMETER } from '../operation/common-refusals.ts';
import type { Operation } from '../operation/operation.ts';
import { sampleResendStatistics } from './sample-endpoint.ts';
import { OUTCOMES, RESEND_PATH, resendId, resendNotFound } from './shared.ts';

export const getResendStatistics: Operation = {
  method: 'get',
  path: `${RESEND_PATH}/statistics`,
  operationId: 'getResendStatistics',
  tag: OUTCOMES,
  summary: 'See what became of a resend',
  description:
    'Its deliveries by state, its failed attempts by class and status, and its outcomes over time.',
  parameters: [resendId],
  successes: { 200: { description: 'As it is now.', schema: 'ResendStatistics' } },
  examples: {
    running: {
      summary: 'One that runs',
      request: { path: { id: 7890 } },
      status: 200,
      answer: sampleResendStatistics,
    },
  },
  refusals: { resend_not_found: resendNotFound, unknown_parameter: UNKNOWN_PARAMETER },
};
