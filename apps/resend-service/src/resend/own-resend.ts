import { resendNotFound, type Resend, type ResendStore } from '@webhooks/domain';

/** A resend of the user. Throws resend_not_found when it is unknown or somebody else's. */
export async function ownResend(
  resends: Pick<ResendStore, 'get'>,
  id: number,
  userId: number,
): Promise<Resend> {
  const resend = await resends.get(id, userId);
  if (resend === null) throw resendNotFound();
  return resend;
}
