import type { Operation } from '../operation/operation.ts';
import { cancelResend, pauseResend, resumeResend } from './control-resend.ts';
import { createEndpoint } from './create-endpoint.ts';
import { createResend } from './create-resend.ts';
import { getEndpoint, getEndpointStatistics } from './get-endpoint.ts';
import { getEvent } from './get-event.ts';
import { getResendStatistics } from './get-resend-statistics.ts';
import { getResend } from './get-resend.ts';
import { listAttempts } from './list-attempts.ts';
import { listDeliveries } from './list-deliveries.ts';
import { listEndpoints } from './list-endpoints.ts';
import { listEvents } from './list-events.ts';
import { listNotices } from './list-notices.ts';
import { listResends } from './list-resends.ts';
import { listSourceIps } from './list-source-ips.ts';
import { previewResend } from './preview-resend.ts';
import { removeEndpoint } from './remove-endpoint.ts';
import { retryFailed } from './retry-failed.ts';
import { getTestEvent, sendTestEvent } from './test-events.ts';
import { updateEndpoint } from './update-endpoint.ts';
import { updateResend } from './update-resend.ts';
import { watchResend } from './watch-resend.ts';

/** Every call, in the order in which the reference shows them. */
export const OPERATIONS: readonly Operation[] = [
  createResend,
  previewResend,
  listResends,
  getResend,
  watchResend,
  getResendStatistics,
  listDeliveries,
  listAttempts,
  listNotices,
  cancelResend,
  pauseResend,
  resumeResend,
  updateResend,
  retryFailed,
  listEndpoints,
  getEndpoint,
  getEndpointStatistics,
  createEndpoint,
  updateEndpoint,
  removeEndpoint,
  sendTestEvent,
  getTestEvent,
  listSourceIps,
  listEvents,
  getEvent,
];
