import type { ResendControl, ResendStatus } from '@webhooks/domain';

import type { IconName } from '../ui/icons.tsx';
import type { Tone } from '../ui/pill.tsx';

/** How a resend stands, with what was asked of it. */
export type ShownStatus = ResendStatus | 'PAUSED' | 'CANCELLING';

/** What was asked last matters as long as the resend is not settled. */
export function shownStatus(resend: {
  readonly status: ResendStatus;
  readonly control?: ResendControl | null;
  readonly finished_at: string | null;
}): ShownStatus {
  const { status, finished_at: finishedAt } = resend;
  const control = resend.control ?? 'RUNNING';
  return finishedAt === null && control !== 'RUNNING' ? control : status;
}

/** What each status looks like. */
export const statusLooks = {
  PENDING: { tone: 'calm', icon: 'clock' },
  PROCESSING: { tone: 'busy', icon: 'resend' },
  COMPLETED: { tone: 'good', icon: 'check' },
  FAILED: { tone: 'bad', icon: 'cross' },
  PAUSED: { tone: 'warn', icon: 'pause' },
  CANCELLING: { tone: 'warn', icon: 'cross' },
} as const satisfies Record<ShownStatus, { readonly tone: Tone; readonly icon: IconName }>;
