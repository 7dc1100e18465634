import type { EndpointProgress, FollowedResend } from '@webhooks/client';

import type { ResendDetail } from '../api/types.ts';
import type { Tone } from '../ui/pill.tsx';

/** What stands in the way of a resend, or that nothing does. */
export type Situation =
  | 'counting'
  | 'nothing'
  | 'delivered'
  | 'failed'
  | 'cancelling'
  | 'paused'
  | 'later'
  | 'notStarted'
  | 'sampling'
  | 'endpointFailing'
  | 'endpointUnproven'
  | 'running';

/** How a resend is: what matters first. */
export interface Verdict {
  readonly situation: Situation;
  readonly tone: Extract<Tone, 'good' | 'bad' | 'warn' | 'busy'>;
  /** The endpoint that is the reason. */
  readonly endpoint: EndpointProgress | null;
}

/** Whatever takes longer to begin is looked at by nobody. */
const START_MS = 30_000;

/** The progress by endpoint counts once it is known. */
export function verdictOf(resend: ResendDetail & Partial<FollowedResend>, nowMs: number): Verdict {
  const { endpoints = [] } = resend;
  const of = (
    situation: Situation,
    tone: Verdict['tone'],
    endpoint: EndpointProgress | null = null,
  ): Verdict => ({ situation, tone, endpoint });
  const { finished_at: finishedAt, control, not_before: notBefore, failed, total } = resend;
  if (finishedAt !== null) {
    const isCalledOff = resend.cancelled > 0;
    if (failed > 0 || resend.detail !== null) return of('failed', isCalledOff ? 'warn' : 'bad');
    return total === 0 ? of('nothing', 'good') : of('delivered', 'good');
  }
  if (control === 'CANCELLING') return of('cancelling', 'warn');
  if (control === 'PAUSED') return of('paused', 'warn');
  if (notBefore !== null && Date.parse(notBefore) > nowMs) return of('later', 'busy');
  const sinceMs = nowMs - Date.parse(notBefore ?? resend.created_at);
  if (resend.status === 'PENDING' && sinceMs > START_MS) return of('notStarted', 'bad');
  const failing = endpoints.find((one) => one.waiting_for === 'breaker');
  if (failing !== undefined) return of('endpointFailing', 'bad', failing);
  const unproven = endpoints.find((one) => one.waiting_for === 'verification');
  if (unproven !== undefined) return of('endpointUnproven', 'warn', unproven);
  if (endpoints.some((one) => one.waiting_for === 'sample')) return of('sampling', 'busy');
  return total === 0 ? of('counting', 'busy') : of('running', 'busy');
}
