import type { Example, Operation } from '../operation/operation.ts';
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
    'and the same rule. A count that is not done within two seconds is answered 202: the same body ' +
    'again, within a minute, goes on with it, and its numbers are of the moment of the first request.',
  body: 'ResendRequest',
  successes: {
    200: { description: 'What the same body would resend, counted to the end.', schema: 'Preview' },
    202: {
      description: 'How far counting came; ask again after `Retry-After` seconds.',
      headers: ['Retry-After'],
      schema: 'UnfinishedPreview',
    },
  },
  examples: {
    account_and_range: shown('An account over a range', bulk),
    qr_code: shown('One QR Code', qrCode),
    latest_only: {
      ...shown('Of each QR Code the newest event alone', { ...bulk, latest_only: true }),
      answer: { ...samplePreview, newer_outside: 3 },
    },
  },
  refusals: selectionRefusals,
};
