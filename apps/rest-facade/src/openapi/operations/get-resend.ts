import { UNKNOWN_PARAMETER } from '../operation/common-refusals.ts';
import type { Operation } from '../operation/operation.ts';
import { sampleFollowed } from './sample-answers.ts';
import { RESEND_PATH, resendId, resendNotFound, RESENDS } from './shared.ts';

export const getResend: Operation = {
  method: 'get',
  path: RESEND_PATH,
  operationId: 'getResend',
  tag: RESENDS,
  summary: 'See one resend',
  parameters: [resendId],
  successes: { 200: { description: 'The resend as it is now.', schema: 'FollowedResend' } },
  examples: {
    one: {
      summary: 'One of yours',
      request: { path: { id: 7890 } },
      status: 200,
      answer: sampleFollowed,
    },
  },
  refusals: { resend_not_found: resendNotFound, unknown_parameter: UNKNOWN_PARAMETER },
};
