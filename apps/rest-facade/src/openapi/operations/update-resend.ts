import { UNKNOWN_PARAMETER } from '../operation/common-refusals.ts';
import type { Operation } from '../operation/operation.ts';
import { sampleResend } from './sample-answers.ts';
import { CONTROL, outcomeUnknown, RESEND_PATH, resendId, resendNotFound } from './shared.ts';

const path = { id: 7890 };
const slower = { max_rate_per_second: 5 };

export const updateResend: Operation = {
  method: 'patch',
  path: RESEND_PATH,
  operationId: 'updateResend',
  tag: CONTROL,
  summary: 'Change how fast a resend goes',
  description:
    'Takes effect within a moment, also for one that is paused. The limits of each endpoint hold as ' +
    'well. Who changed what is kept.',
  parameters: [resendId],
  body: 'ResendChange',
  successes: { 200: { description: 'The resend after the change.', schema: 'Acted' } },
  examples: {
    slower: {
      summary: 'Five a second at most',
      request: { path, body: slower },
      status: 200,
      answer: {
        worked: true,
        detail: 'Webhook resend changed. ID: 7890',
        resend: { ...sampleResend, ...slower },
      },
    },
  },
  refusals: {
    resend_not_found: { ...resendNotFound, request: { path: { id: 404404 }, body: slower } },
    resend_settled: {
      code: 'resend_settled',
      summary: 'One that is settled',
      request: { path, body: slower },
    },
    out_of_bounds: {
      code: 'validation_error',
      summary: 'A rate that is out of bounds',
      request: { path, body: { max_rate_per_second: 0 } },
      violation: ['max_rate_per_second', 'must be a number from 0.1 to 1000, or null'],
    },
    unknown_field: {
      code: 'validation_error',
      summary: 'A field that cannot be changed',
      request: { path, body: { ...slower, name: 'Another' } },
      violation: ['name', 'is not a known field', 'unknown_field'],
    },
    unknown_parameter: { ...UNKNOWN_PARAMETER },
    outcome_unknown: outcomeUnknown,
  },
};
