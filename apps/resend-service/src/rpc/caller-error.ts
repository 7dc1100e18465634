import { Code, ConnectError, type ContextValues } from '@connectrpc/connect';

import { DomainError } from '@webhooks/domain';
import type { Logger } from '@webhooks/telemetry';

import { failureKey } from './call-meter.ts';
import { callKey } from './call.ts';
import { blameCaller } from './caller-fault.ts';
import { toRpcError } from './rpc-error.ts';

/**
 * The answer to a caller for any error. A refusal carries its details; an unexpected error
 * goes to the log under the call's request id, and nothing about the inside leaves.
 */
export function toCallerError(error: unknown, values: ContextValues, logger: Logger): ConnectError {
  const answer = describe(error, values, logger);
  values.set(failureKey, answer.code);
  return answer;
}

function describe(error: unknown, values: ContextValues, logger: Logger): ConnectError {
  const { requestId } = values.get(callKey);
  if (error instanceof DomainError) {
    logger.debug({ requestId, code: error.code, err: error.cause }, 'Call refused');
    return toRpcError(error);
  }
  if (error instanceof ConnectError) return blameCaller(error);
  logger.error({ requestId, err: error }, 'Call failed');
  return new ConnectError('internal error', Code.Internal);
}
