import type { EventLog } from '@webhooks/client';
import type { JSX } from 'preact';

import { t } from '../i18n/locale.ts';
import type { IconName } from '../ui/icons.tsx';
import { Pill, type Tone } from '../ui/pill.tsx';

type Outcome = NonNullable<EventLog['original_outcome']> | 'UNKNOWN';

const looks = {
  DELIVERED: { tone: 'good', icon: 'check' },
  FAILED: { tone: 'bad', icon: 'cross' },
  NEVER_ATTEMPTED: { tone: 'warn', icon: 'skip' },
  UNKNOWN: { tone: 'calm', icon: 'clock' },
} as const satisfies Record<Outcome, { readonly tone: Tone; readonly icon: IconName }>;

/** How the original delivery ended. */
export function OutcomePill(props: {
  readonly outcome: EventLog['original_outcome'];
}): JSX.Element {
  const outcome = props.outcome ?? 'UNKNOWN';
  return <Pill {...looks[outcome]}>{t().events.outcomes[outcome]}</Pill>;
}
