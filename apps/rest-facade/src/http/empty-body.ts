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
    if (hasBody(ctx.req)) {
      await checkType(ctx, goOn);
      await read(ctx, goOn);
      validateEmptyBody(bodyBytes(ctx));
    }
    await next();
  };
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}
