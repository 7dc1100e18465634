import { DomainError, resendSettled } from './errors.ts';
import type { Resend, ResendControl } from './resend.ts';

/** What an owner can ask of a resend. */
export type ControlAction = 'CANCEL' | 'PAUSE' | 'RESUME';

const controlsByAction = {
  CANCEL: 'CANCELLING',
  PAUSE: 'PAUSED',
  RESUME: 'RUNNING',
} as const satisfies Record<ControlAction, ResendControl>;

/**
 * What an action makes of a resend's control. Asking again for what is so already is fine, also
 * for the cancellation of a resend that has settled since. Throws resend_settled and
 * resend_cancelling: nothing brings a resend back from there.
 */
export function controlAfter(
  action: ControlAction,
  { control, finishedAtMs }: Pick<Resend, 'control' | 'finishedAtMs'>,
): ResendControl {
  const requested = controlsByAction[action];
  if (control === 'CANCELLING' && requested === control) return control;
  if (finishedAtMs !== null) throw resendSettled();
  if (control === 'CANCELLING') {
    throw new DomainError('resend_cancelling', 'Resend is being cancelled');
  }
  return requested;
}
