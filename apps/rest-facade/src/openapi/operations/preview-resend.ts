import type { Example, Operation } from '../operation.ts';
import { bulk, qrCode, selectionRefusals } from './requests.ts';
import { samplePreview } from './sample-answers.ts';
import { RESENDS, RESENDS_PATH } from './shared.ts';

const shown = (summary: string, body: unknown): Example => ({
  summary,
  request: { body },
  status: 200,
  answer: samplePreview,
});

export const previewResend: Operation = {
  method: 'post',
  path: `${RESENDS_PATH}/preview`,
  operationId: 'previewResend',
  tag: RESENDS,
  summary: 'See what would be resent',
  description:
    'Takes the body of a resend and writes nothing. Preview and resend find their events by one ' +
    'and the same rule.',
  body: 'ResendRequest',
  successes: { 200: { description: 'What the same body would resend now.', schema: 'Preview' } },
  examples: {
    account_and_range: shown('An account over a range', bulk),
    qr_code: shown('One QR Code', qrCode),
  },
  refusals: selectionRefusals,
};
