import type { MethodImpl } from '@connectrpc/connect';

import { actingUser } from '@webhooks/auth';
import type { ResendService } from '@webhooks/contracts';
import type { ResendStore } from '@webhooks/domain';

import { RequestReader } from '../mapping/request-reader.ts';
import { followedToProto } from '../mapping/resend-progress.ts';
import type { ReadProgressParts } from '../progress/read-progress.ts';
import { followedResend } from './accessible-resend.ts';

/** What reading one resend takes. */
export interface GetResendParts extends ReadProgressParts {
  readonly resends: Pick<ResendStore, 'get' | 'progress'>;
}

/** One resend that the caller has access to. */
export function getResend(
  parts: GetResendParts,
): MethodImpl<typeof ResendService.method.getResend> {
  return async (request, context) => {
    const read = new RequestReader();
    const id = read.id('id', request.id);
    read.finish();
    return followedToProto(await followedResend(parts, id, actingUser(context)));
  };
}
