import type { DeliveryState } from '@webhooks/domain';

import type { IconName } from '../ui/icons.tsx';
import type { Tone } from '../ui/pill.tsx';

/** What each state looks like. */
export const deliveryLooks = {
  PENDING: { tone: 'calm', icon: 'clock' },
  DELIVERED: { tone: 'good', icon: 'check' },
  FAILED: { tone: 'bad', icon: 'cross' },
  RETRYING: { tone: 'warn', icon: 'resend' },
  CANCELLED: { tone: 'calm', icon: 'cross' },
  SKIPPED: { tone: 'warn', icon: 'skip' },
} as const satisfies Record<DeliveryState, { readonly tone: Tone; readonly icon: IconName }>;
