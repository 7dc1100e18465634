import type { IncomingMessage } from 'node:http';

import type { RestMiddleware } from './request-state.ts';

/** How much of a body that nobody wants is read, and how long its end is waited for. */
const MAX_SURPLUS_BYTES = 1024 * 1024;
const MAX_SURPLUS_MS = 2_000;

/**
 * Reads on, within bounds, when a request is answered before its body has come. A connection that
 * is closed with bytes unread is reset, and its client may never see the answer: one that sends
 * more than is read is left waiting with it before it is cut off.
 */
export function unreadBody(): RestMiddleware {
  return async (ctx, next) => {
    await next();
    if (!ctx.req.complete) discard(ctx.req);
  };
}

function discard(request: IncomingMessage): void {
  const { socket } = request;
  const timer = setTimeout(() => socket.destroy(), MAX_SURPLUS_MS);
  request.once('close', () => clearTimeout(timer));
  let surplus = 0;
  request.on('data', (chunk: Buffer) => {
    surplus += chunk.length;
    if (surplus > MAX_SURPLUS_BYTES) request.pause();
  });
  request.resume();
}
