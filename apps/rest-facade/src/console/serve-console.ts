import { sendEncoded } from '../http/encoded-content.ts';
import type { RestContext, RestMiddleware } from '../http/request-state.ts';
import type { ConsoleFiles } from './console-files.ts';
import { securityHeaders } from './security-headers.ts';

const PATH = '/console';
const IMMUTABLE = 'public, max-age=31536000, immutable';

/** Serves the console below /console. What does not exist is answered as text: a person asked. */
export function serveConsole(files: ConsoleFiles): RestMiddleware {
  return async (ctx, next) => {
    if (ctx.path !== PATH && !ctx.path.startsWith(`${PATH}/`)) {
      await next();
      return;
    }
    ctx.set(securityHeaders);
    if (ctx.method !== 'GET' && ctx.method !== 'HEAD') {
      ctx.set('Allow', 'GET, HEAD');
      say(ctx, 405, 'Method not allowed');
    } else if (ctx.path === PATH) {
      // Relative, because a proxy may have put something in front of the path.
      ctx.set('Location', 'console/');
      say(ctx, 308, 'The console is at console/');
    } else {
      answer(ctx, files);
    }
  };
}

function answer(ctx: RestContext, files: ConsoleFiles): void {
  const file = files.get(ctx.path.slice(PATH.length + 1));
  if (file === undefined) {
    say(ctx, 404, 'Not found');
    return;
  }
  ctx.set('Cache-Control', file.isImmutable ? IMMUTABLE : 'no-cache');
  sendEncoded(ctx, file.content, file.contentType);
}

function say(ctx: RestContext, status: number, text: string): void {
  ctx.status = status;
  ctx.type = 'text/plain; charset=utf-8';
  ctx.body = `${text}\n`;
}
