import type { MethodImpl } from '@connectrpc/connect';

import { actingUser } from '@webhooks/auth';
import type { ResendService } from '@webhooks/contracts';
import type { ResendStore } from '@webhooks/domain';

import { RequestReader } from '../mapping/request-reader.ts';
import { resendToProto } from '../mapping/resend.ts';
import { accessibleResend } from './accessible-resend.ts';

/** One resend that the caller has access to. */
export function getResend(
  resends: Pick<ResendStore, 'get'>,
): MethodImpl<typeof ResendService.method.getResend> {
  return async (request, context) => {
    const read = new RequestReader();
    const id = read.id('id', request.id);
    read.finish();
    return { resend: resendToProto(await accessibleResend(resends, id, actingUser(context))) };
  };
}
