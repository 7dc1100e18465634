import type { IncomingMessage } from 'node:http';

import { validateEmptyBody } from '@webhooks/validation';

import { bodyBytes, readBody, requireJson } from './json-body.ts';
import type { RestMiddleware } from './request-state.ts';

/** Lets through requests without a body, or with one that says nothing. */
export function emptyBody(): RestMiddleware {
  const typed = requireJson();
  const read = readBody();
  return (ctx, next) => {
    if (!hasBody(ctx.req)) return next();
    return typed(ctx, () =>
      read(ctx, () => {
        validateEmptyBody(bodyBytes(ctx));
        return next();
      }),
    );
  };
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}
