import { timestampFromMs } from '@bufbuild/protobuf/wkt';
import type { MethodImpl } from '@connectrpc/connect';

import { actingUser } from '@webhooks/auth';
import type { ResendService } from '@webhooks/contracts';
import { protoNoticeStates, timestampFromMillis } from '@webhooks/contracts/mapping';
import type { ResendStore } from '@webhooks/domain';

import { RequestReader } from '../mapping/request-reader.ts';
import { accessibleResend } from './accessible-resend.ts';

/** Who was notified that a resend that the caller has access to is settled. */
export function listNotices(
  resends: Pick<ResendStore, 'get' | 'listNotifications'>,
): MethodImpl<typeof ResendService.method.listNotices> {
  return async (request, context) => {
    const read = new RequestReader();
    const id = read.id('resend_id', request.resendId);
    read.finish();
    await accessibleResend(resends, id, actingUser(context));
    const notices = await resends.listNotifications(id);
    return {
      notices: notices.map(({ lastHttpStatus, ...notification }) => ({
        endpointId: notification.endpointId,
        state: protoNoticeStates[notification.state],
        reason: notification.reason ?? '',
        attempts: notification.attempts,
        ...(lastHttpStatus === null ? {} : { lastHttpStatus }),
        lastErrorClass: notification.lastErrorClass ?? '',
        createdAt: timestampFromMs(notification.createdAtMs),
        nextAttemptAt: timestampFromMillis(notification.nextAttemptAtMs),
        settledAt: timestampFromMillis(notification.settledAtMs),
      })),
    };
  };
}
