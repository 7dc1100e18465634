import { fromBinary, type MessageInitShape } from '@bufbuild/protobuf';
import { createContextValues, type ContextValues, type HandlerContext } from '@connectrpc/connect';

import type { AuthenticationGate } from '@webhooks/auth';
import {
  CreateResendRequestSchema,
  ResendService,
  type CreateResendRequest,
  type RelayedCall,
  type RelayedResultSchema,
} from '@webhooks/contracts';
import { validationError, type Timers } from '@webhooks/domain';
import type { Logger, Tracer } from '@webhooks/telemetry';

import type { createResend } from '../resend/create-resend.ts';
import { accessFields } from '../rpc/access-log.ts';
import { deadlineKey } from '../rpc/call-deadline.ts';
import { codeName, failureKey, type CountCall } from '../rpc/call-meter.ts';
import { traceCall } from '../rpc/call-trace.ts';
import { callKey, identifyCall } from '../rpc/call.ts';
import { toCallerError } from '../rpc/caller-error.ts';
import { arrivedAtKey } from '../rpc/is-awaited.ts';
import { messageCheck } from '../rpc/message-check.ts';
import type { RateLimit } from '../rpc/rate-limit.ts';
import { MAX_RELAYED_FIELDS, MAX_SMALL_MESSAGE_BYTES } from '../rpc/rpc-limits.ts';
import { failureOf } from './relayed-failure.ts';
import { withinDeadline } from './within-deadline.ts';

/** What a call of its own would pass through. */
export interface RelayedCallParts {
  readonly createResend: ReturnType<typeof createResend>;
  readonly authenticate: AuthenticationGate;
  readonly limitRate: RateLimit;
  readonly countCall: CountCall;
  readonly tracer: Tracer;
  readonly logger: Logger;
  readonly timers: Timers;
}

/** The call that carries others. */
export interface Carrier extends Pick<HandlerContext, 'values' | 'signal'> {
  /** Whether its peer is believed for which addresses it calls. */
  readonly mayForwardAddress: boolean;
}

type Outcome = NonNullable<MessageInitShape<typeof RelayedResultSchema>['outcome']>;

const method = ResendService.method.createResend;
const METHOD = `${method.parent.typeName}/${method.name}`;

const check = messageCheck(CreateResendRequestSchema, {
  maxBytes: MAX_SMALL_MESSAGE_BYTES,
  maxFields: MAX_RELAYED_FIELDS,
});

/** Makes what carries one relayed call out and reports the result. It never rejects. */
export function createRelayedCalls(
  parts: RelayedCallParts,
): (relayed: RelayedCall, carrier: Carrier) => Promise<Outcome> {
  const { countCall, tracer, logger } = parts;

  return async (relayed, carrier) => {
    const startedMs = performance.now();
    const own = identifyCall(relayed, carrier.values.get(callKey), carrier.mayForwardAddress);
    const { call, end } = traceCall(own, method, tracer, 'connectrpc');
    const values = createContextValues().set(callKey, call);
    values.set(arrivedAtKey, carrier.values.get(arrivedAtKey));
    values.set(deadlineKey, relayed.timeoutMs);
    const outcome = await outcomeOf(relayed, values, carrier.signal);
    const code = codeName(values.get(failureKey));
    const elapsedMs = performance.now() - startedMs;
    countCall(METHOD, code, elapsedMs / 1000);
    end(code);
    const durationMs = Math.round(elapsedMs);
    logger.info({ ...accessFields(values), path: `/${METHOD}`, code, durationMs }, 'Call answered');
    return outcome;
  };

  async function outcomeOf(
    relayed: RelayedCall,
    values: ContextValues,
    signal: AbortSignal,
  ): Promise<Outcome> {
    try {
      const work = () => accept(parts, relayed, values);
      const id = await withinDeadline({ ...parts, values, signal }, work);
      return { case: 'resendId', value: id };
    } catch (error) {
      const answer = toCallerError(error, values, logger);
      return { case: 'failure', value: failureOf(answer) };
    }
  }
}

/** The same steps, in the same order, as those of a call that comes alone. */
async function accept(
  { authenticate, limitRate, createResend: create }: RelayedCallParts,
  { authorization, request }: RelayedCall,
  values: ContextValues,
): Promise<bigint> {
  await authenticate({ method, requestHeader: authorizationHeader(authorization), values });
  limitRate({ values });
  const { resend } = await create(readRequest(request), { values });
  return resend.id;
}

/** What no header can carry is no token. */
function authorizationHeader(authorization: string): Headers {
  const isHeader = /^[\t\x20-\x7e]+$/.test(authorization);
  return new Headers(isHeader ? { authorization } : {});
}

function readRequest(bytes: Uint8Array): CreateResendRequest {
  check.assertDecodable(bytes);
  try {
    return fromBinary(CreateResendRequestSchema, bytes, { readUnknownFields: false });
  } catch {
    throw validationError([{ field: 'request', message: 'is no CreateResendRequest' }]);
  }
}
