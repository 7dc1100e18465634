import type { MethodImpl } from '@connectrpc/connect';

import { actingUser } from '@webhooks/auth';
import type { ResendService } from '@webhooks/contracts';
import { DomainError, type ResendStore } from '@webhooks/domain';

import { attemptToProto } from '../mapping/attempt.ts';
import { RequestReader } from '../mapping/request-reader.ts';
import { accessibleResend } from './accessible-resend.ts';

/** Every attempt of one delivery of a resend that the caller has access to, first to last. */
export function listAttempts(
  resends: Pick<ResendStore, 'get' | 'listAttempts'>,
): MethodImpl<typeof ResendService.method.listAttempts> {
  return async (request, context) => {
    const read = new RequestReader();
    const resendId = read.id('resend_id', request.resendId);
    const position = read.id('delivery_id', request.deliveryId);
    read.finish();
    await accessibleResend(resends, resendId, actingUser(context));
    const attempts = await resends.listAttempts(resendId, position);
    if (attempts === null) throw new DomainError('delivery_not_found', 'Delivery not found');
    return { attempts: attempts.map(attemptToProto) };
  };
}
