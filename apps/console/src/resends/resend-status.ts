import type { ResendControl, ResendStatus } from '@webhooks/domain';

import type { IconName } from '../ui/icons.tsx';
import type { Tone } from '../ui/pill.tsx';

/** How a resend stands, with what was asked of it. */
export type ShownStatus = ResendStatus | 'PAUSED' | 'CANCELLING' | 'CANCELLED';

/** What was asked last matters as long as the resend is not settled, that it was cancelled ever after. */
export function shownStatus(resend: {
  readonly status: ResendStatus;
  readonly control?: ResendControl | null;
  readonly finished_at: string | null;
  readonly cancelled?: number;
}): ShownStatus {
  const { status, finished_at: finishedAt, cancelled = 0 } = resend;
  const control = resend.control ?? 'RUNNING';
  if (finishedAt !== null) return cancelled > 0 ? 'CANCELLED' : status;
  return control === 'RUNNING' ? status : control;
}

/** What each status looks like. */
export const statusLooks = {
  PENDING: { tone: 'calm', icon: 'clock' },
  PROCESSING: { tone: 'busy', icon: 'resend' },
  COMPLETED: { tone: 'good', icon: 'check' },
  FAILED: { tone: 'bad', icon: 'cross' },
  PAUSED: { tone: 'warn', icon: 'pause' },
  CANCELLING: { tone: 'warn', icon: 'cross' },
  CANCELLED: { tone: 'calm', icon: 'cross' },
} as const satisfies Record<ShownStatus, { readonly tone: Tone; readonly icon: IconName }>;
