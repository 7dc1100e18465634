import { resendNotFound, type Resend, type ResendStore } from '@webhooks/domain';

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
