import type { ServiceImpl } from '@connectrpc/connect';

import type { ResendService } from '@webhooks/contracts';
import type { Clock, ResendStore } from '@webhooks/domain';

import { cancelResend } from './cancel-resend.ts';
import type { ControlParts } from './control-resend.ts';
import { createResend, type CreateResendParts } from './create-resend.ts';
import { getResend, type GetResendParts } from './get-resend.ts';
import { getResendStatistics } from './get-resend-statistics.ts';
import { listAttempts } from './list-attempts.ts';
import { listDeliveries } from './list-deliveries.ts';
import { listNotices } from './list-notices.ts';
import { listResends } from './list-resends.ts';
import { pauseResend } from './pause-resend.ts';
import { previewResend, type PreviewResendParts } from './preview-resend.ts';
import { resumeResend } from './resume-resend.ts';
import { retryFailedDeliveries, type RetryFailedParts } from './retry-failed-deliveries.ts';
import { updateResend } from './update-resend.ts';
import { watchResend, type WatchResendParts } from './watch-resend.ts';

/** What the service works with. */
export interface ResendServiceParts
  extends
    CreateResendParts,
    PreviewResendParts,
    RetryFailedParts,
    ControlParts,
    GetResendParts,
    WatchResendParts {
  readonly resends: Pick<
    ResendStore,
    | 'get'
    | 'progress'
    | 'list'
    | 'statistics'
    | 'listNotifications'
    | 'listDeliveries'
    | 'listAttempts'
    | 'control'
    | 'changeRate'
  >;
  readonly clock: Pick<Clock, 'now'>;
}

/** The calls of webhooks.resend.v1. */
export function resendService(parts: ResendServiceParts): ServiceImpl<typeof ResendService> {
  const { resends } = parts;
  return {
    createResend: createResend(parts),
    previewResend: previewResend(parts),
    getResend: getResend(parts),
    listResends: listResends(resends),
    getResendStatistics: getResendStatistics(resends),
    listNotices: listNotices(resends),
    listDeliveries: listDeliveries(resends),
    listAttempts: listAttempts(resends),
    watchResend: watchResend(parts),
    cancelResend: cancelResend(parts),
    pauseResend: pauseResend(parts),
    resumeResend: resumeResend(parts),
    updateResend: updateResend(parts),
    retryFailedDeliveries: retryFailedDeliveries(parts),
  };
}
