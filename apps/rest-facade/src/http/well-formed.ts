import { badRequest } from './http-problem.ts';
import type { RestMiddleware } from './request-state.ts';

/**
 * Refuses what two servers in a row could understand in two ways: not exactly one Host, a transfer
 * coding that is not undone here, a target that cannot be read.
 */
export function wellFormed(): RestMiddleware {
  return (ctx, next) => {
    const { headers, headersDistinct, httpVersion, url = '' } = ctx.req;
    const hosts = headersDistinct['host']?.length ?? 0;
    if (hosts > 1 || (hosts === 0 && httpVersion !== '1.0')) throw badRequest();
    if ((headers['transfer-encoding'] ?? 'chunked').toLowerCase() !== 'chunked') throw badRequest();
    if (!url.startsWith('/') && url !== '*' && !URL.canParse(url)) throw badRequest();
    return next();
  };
}
