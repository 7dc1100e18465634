import type { IncomingMessage } from 'node:http';

import { validateEmptyBody } from '@webhooks/validation';

import { bodyBytes, readBody, requireJson } from './json-body.ts';
import type { RestMiddleware } from './request-state.ts';

/** Lets through requests without a body, or with one that says nothing. */
export function emptyBody(): RestMiddleware {
  const checkType = requireJson();
  const read = readBody();
  const goOn = async (): Promise<void> => {};
  return async (ctx, next) => {
    if (await hasBody(ctx.req)) {
      await checkType(ctx, goOn);
      await read(ctx, goOn);
      validateEmptyBody(bodyBytes(ctx));
    }
    await next();
  };
}

/** A body in chunks says how long it is only by coming: its first byte or its end is waited for. */
async function hasBody(request: IncomingMessage): Promise<boolean> {
  const { headers } = request;
  if (headers['transfer-encoding'] === undefined) return Number(headers['content-length'] ?? 0) > 0;
  await beginningOf(request);
  return request.readableLength > 0 || !request.complete;
}

/** Resolves once something has come, and takes nothing of it. */
async function beginningOf(request: IncomingMessage): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const events = ['readable', 'end', 'error', 'close'] as const;
  for (const event of events) request.once(event, resolve);
  if (request.readableLength > 0 || request.complete || request.destroyed) resolve();
  await promise;
  for (const event of events) request.off(event, resolve);
}
