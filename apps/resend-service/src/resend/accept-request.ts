import type { HandlerContext } from '@connectrpc/connect';

import { actingUser } from '@webhooks/auth';
import type { Resend as ProtoResend } from '@webhooks/contracts';
import {
  validationError,
  type AcceptResend,
  type AcceptResult,
  type ActiveLimits,
  type Clock,
  type OutboxJob,
  type Resend,
} from '@webhooks/domain';
import { crashPoint } from '@webhooks/runtime';
import { validateIdempotencyKey } from '@webhooks/validation';

import { resendToProto } from '../mapping/resend.ts';
import { callKey, resendIdKey } from '../rpc/call.ts';
import { isAwaitedKey } from '../rpc/is-awaited.ts';
import { actorOf } from '../rpc/actor.ts';
import type { Accept } from './acceptor.ts';
import { unknownEndpoint } from './unknown-endpoint.ts';

/** What accepting takes, whatever is to be resent. */
export interface AcceptParts {
  readonly accept: Accept;
  /** Takes a durable job to be published soon; never fails. */
  readonly publishSoon: (job: OutboxJob) => void;
  readonly activeLimits: ActiveLimits;
  readonly originalRetryForMs: number;
  readonly clock: Pick<Clock, 'now'>;
}

/** What a caller asks to resend, authorised. */
export type AcceptRequest = Pick<
  AcceptResend,
  'accountId' | 'selection' | 'options' | 'retryOfId' | 'idempotency'
>;

/** Makes a caller's request durable and answers; publishing comes after. Throws the refusals. */
export async function acceptRequest(
  parts: AcceptParts,
  request: AcceptRequest,
  context: Pick<HandlerContext, 'values'>,
): Promise<{ readonly resend: ProtoResend; readonly alreadyAccepted: boolean }> {
  const accepted = await parts.accept({
    ...request,
    userId: actingUser(context),
    limits: parts.activeLimits,
    originalRetryForMs: parts.originalRetryForMs,
    actor: actorOf(context),
    traceparent: context.values.get(callKey).traceparent,
    nowMs: parts.clock.now(),
    isAwaited: context.values.get(isAwaitedKey),
  });
  const stored = resendOf(accepted);
  context.values.set(resendIdKey, stored.id);
  const resend = resendToProto(stored);
  await crashPoint('committed-not-answered');
  if (accepted.kind === 'accepted' && accepted.job !== null) parts.publishSoon(accepted.job);
  return { resend, alreadyAccepted: accepted.kind === 'already_accepted' };
}

/** The idempotency of a request; null when it brought no key. Throws a validation error. */
export function idempotencyOf(key: string, fingerprint: () => string): AcceptResend['idempotency'] {
  if (key === '') return null;
  return { key: validateIdempotencyKey(key, 'idempotency_key'), fingerprint: fingerprint() };
}

function resendOf(result: AcceptResult): Resend {
  switch (result.kind) {
    case 'accepted':
    case 'already_accepted':
      return result.resend;
    case 'idempotency_key_reused':
      throw validationError([
        { field: 'idempotency_key', message: 'was used before with another request' },
      ]);
    case 'endpoint_not_found':
      throw unknownEndpoint(result.endpointId);
    case 'refused':
      throw result.error;
  }
}
