import {
  resendNotFound,
  type FollowedResend,
  type Resend,
  type ResendStore,
} from '@webhooks/domain';

import { withProgress, type ReadProgressParts } from '../progress/read-progress.ts';

/**
 * A resend of an account that the user has access to now, whoever created it. Throws resend_not_found
 * for any other.
 */
export async function accessibleResend(
  resends: Pick<ResendStore, 'get'>,
  id: number,
  userId: number,
): Promise<Resend> {
  const resend = await resends.get(id, userId);
  if (resend === null) throw resendNotFound();
  return resend;
}

/** The same with how far it is at its endpoints. */
export async function followedResend(
  parts: ReadProgressParts & { readonly resends: Pick<ResendStore, 'get' | 'progress'> },
  id: number,
  userId: number,
): Promise<FollowedResend> {
  const resend = await accessibleResend(parts.resends, id, userId);
  const [followed] = await withProgress(parts, [resend]);
  if (followed === undefined) throw resendNotFound();
  return followed;
}
