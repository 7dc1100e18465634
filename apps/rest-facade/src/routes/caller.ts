import type { Caller } from '../service/service-client.ts';
import type { RestContext } from '../http/request-state.ts';

/** The authenticated caller of a request. */
export function callerOf(ctx: RestContext): Caller {
  const { requestId, traceparent, callerAddress: address } = ctx.state;
  return { authorization: ctx.get('authorization'), requestId, traceparent, address };
}
