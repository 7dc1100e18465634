import type { DescMethod } from '@bufbuild/protobuf';

import { RelayService } from '@webhooks/contracts';
import { noTracer, type Tracer } from '@webhooks/telemetry';

import type { Call } from './call.ts';

/** A call as a step of its caller's trace, which continues in what the call causes. */
export interface TracedCall {
  readonly call: Call;
  /** The call is over, with the name of its code. */
  readonly end: (code: string) => void;
}

/**
 * Notes calls of our own services; probes of health and reflection would only be noise, and so would
 * a call that carries others, each of which is noted by itself.
 */
export function traceCall(call: Call, method: DescMethod | undefined, tracer: Tracer): TracedCall {
  const isOwn =
    method?.parent.typeName.startsWith('webhooks.') === true && method.parent !== RelayService;
  const span = (isOwn ? tracer : noTracer).start(method?.name ?? 'unknown', {
    kind: 'server',
    parent: call.traceparent,
    attributes: { 'rpc.service': method?.parent.typeName ?? '' },
  });
  return {
    call: { ...call, traceparent: span.traceparent },
    end: (code) => {
      const attributes = { 'webhooks.request_id': call.requestId, 'rpc.code': code };
      span.end(attributes, code === 'ok' ? null : code);
    },
  };
}
