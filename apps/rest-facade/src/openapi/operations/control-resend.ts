import type { ResendDetail } from '../../v3/resend-detail.ts';
import { UNKNOWN_PARAMETER } from '../operation/common-refusals.ts';
import type { Operation, RefusalExample } from '../operation/operation.ts';
import { sampleResend } from './sample-answers.ts';
import { CONTROL, outcomeUnknown, RESEND_PATH, resendId, resendNotFound } from './shared.ts';

const request = { path: { id: 7890 } };

const settled: RefusalExample = {
  code: 'resend_settled',
  summary: 'One that is settled',
  request,
};

const cancelling: RefusalExample = {
  code: 'resend_cancelling',
  summary: 'One that is being cancelled',
  request,
};

const control = (
  name: 'cancel' | 'pause' | 'resume',
  about: Pick<Operation, 'summary' | 'description'> & { readonly schema: string },
  answer: { readonly detail: string; readonly resend: ResendDetail; readonly in_flight?: number },
  refusals: Readonly<Record<string, RefusalExample>>,
): Operation => ({
  method: 'post',
  path: `${RESEND_PATH}/${name}`,
  operationId: `${name}Resend`,
  tag: CONTROL,
  summary: about.summary,
  ...(about.description === undefined ? {} : { description: about.description }),
  parameters: [resendId],
  successes: { 200: { description: 'It is noted, and durable.', schema: about.schema } },
  examples: {
    running: {
      summary: 'One that is not settled',
      request,
      status: 200,
      answer: { worked: true, ...answer },
    },
  },
  refusals: {
    resend_not_found: resendNotFound,
    ...refusals,
    unknown_parameter: UNKNOWN_PARAMETER,
    outcome_unknown: {
      ...outcomeUnknown,
      summary: 'While the core does not answer: asking again is safe',
      request,
    },
  },
});

export const cancelResend = control(
  'cancel',
  {
    summary: 'Cancel a resend',
    description:
      'Starts nothing more of it, for good. What is in flight is finished and recorded; the rest ' +
      'is settled as cancelled. Asking again is fine. No body.',
    schema: 'Cancelled',
  },
  {
    detail: 'Webhook resend is being cancelled. ID: 7890',
    in_flight: 3,
    resend: { ...sampleResend, control: 'CANCELLING' },
  },
  { resend_settled: settled },
);

export const pauseResend = control(
  'pause',
  {
    summary: 'Pause a resend',
    description:
      'Starts nothing more of it until it is resumed. A paused resend expires like any other. ' +
      'Asking again is fine. No body.',
    schema: 'Acted',
  },
  {
    detail: 'Webhook resend paused. ID: 7890',
    resend: { ...sampleResend, control: 'PAUSED' },
  },
  { resend_settled: settled, resend_cancelling: cancelling },
);

export const resumeResend = control(
  'resume',
  {
    summary: 'Resume a resend',
    description: 'Goes on with it. Asking again is fine. No body.',
    schema: 'Acted',
  },
  { detail: 'Webhook resend resumed. ID: 7890', resend: sampleResend },
  { resend_settled: settled, resend_cancelling: cancelling },
);
