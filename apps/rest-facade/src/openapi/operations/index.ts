import type { Operation } from '../operation.ts';
import { cancelResend, pauseResend, resumeResend } from './control-resend.ts';
import { createResend } from './create-resend.ts';
import { getResend } from './get-resend.ts';
import { listAttempts } from './list-attempts.ts';
import { listDeliveries } from './list-deliveries.ts';
import { listResends } from './list-resends.ts';
import { previewResend } from './preview-resend.ts';
import { retryFailed } from './retry-failed.ts';
import { watchResend } from './watch-resend.ts';

/** Every call, in the order in which the reference shows them. */
export const OPERATIONS: readonly Operation[] = [
  createResend,
  previewResend,
  listResends,
  getResend,
  watchResend,
  listDeliveries,
  listAttempts,
  cancelResend,
  pauseResend,
  resumeResend,
  retryFailed,
];
