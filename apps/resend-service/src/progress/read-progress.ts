import type { Clock, FollowedResend, Resend, ResendStore } from '@webhooks/domain';

/** What reading the progress of resends takes. */
export interface ReadProgressParts {
  readonly resends: Pick<ResendStore, 'progress'>;
  readonly clock: Pick<Clock, 'now'>;
  /** When what is not settled of a resend fails, counted from when it could be started. */
  readonly expiresAfterMs: number;
}

/** Gives resends together with how far they are at their endpoints. */
export async function withProgress(
  { resends, clock, expiresAfterMs }: ReadProgressParts,
  found: readonly Resend[],
): Promise<FollowedResend[]> {
  const ids = found.map(({ id }) => id);
  const all = await resends.progress(ids, expiresAfterMs, clock.now());
  const byId = new Map(all.map((progress) => [progress.resendId, progress]));
  return found.map((resend) => ({
    ...resend,
    progress: byId.get(resend.id) ?? { resendId: resend.id, endpoints: [], others: 0 },
  }));
}
