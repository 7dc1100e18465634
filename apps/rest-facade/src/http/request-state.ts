import type { AuthenticatedState } from '@webhooks/auth';
import type { ParameterizedContext, Middleware } from 'koa';

/** What the middlewares leave in ctx.state. */
export interface RequestState extends AuthenticatedState {
  /** Given back in X-Request-Id and passed on to the service. */
  requestId: string;
  /** W3C trace context that goes with everything done for the request; empty when there is none. */
  traceparent: string;
  /** Where the request came from. */
  callerAddress: string;
}

export type RestContext = ParameterizedContext<RequestState>;
export type RestMiddleware = Middleware<RequestState>;
