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

/** By which protocol a call came, as OpenTelemetry names it. */
export type RpcSystem = 'connectrpc' | 'grpc';

/** Codes that say that the service failed, and not its caller. */
const SERVER_FAULTS = new Set([
  ...['unknown', 'deadline_exceeded', 'unimplemented', 'internal', 'unavailable', 'data_loss'],
]);

/** The protocol by the content type of a call. */
export function rpcSystemOf(contentType: string | undefined): RpcSystem {
  return /^application\/grpc/i.test(contentType ?? '') ? 'grpc' : 'connectrpc';
}

/**
 * Notes calls of our own services; probes of health and reflection would only be noise, and so would
 * a call that carries others, each of which is noted by itself.
 */
export function traceCall(
  call: Call,
  method: DescMethod | undefined,
  tracer: Tracer,
  system: RpcSystem,
): TracedCall {
  const isOwn =
    method?.parent.typeName.startsWith('webhooks.') === true && method.parent !== RelayService;
  const name = method === undefined ? '_OTHER' : `${method.parent.typeName}/${method.name}`;
  const span = (isOwn ? tracer : noTracer).start(name, {
    kind: 'server',
    parent: call.traceparent,
    attributes: { 'rpc.system.name': system, 'rpc.method': name },
  });
  return {
    call: { ...call, traceparent: span.traceparent },
    end: (code) => {
      const status = system === 'grpc' ? code.toUpperCase() : code;
      const attributes = {
        'webhooks.request_id': call.requestId,
        'rpc.response.status_code': status,
      };
      span.end(attributes, SERVER_FAULTS.has(code) ? status : null);
    },
  };
}
