import { createHash } from 'node:crypto';

import type { RouterMiddleware } from '@koa/router';

import type { RequestState } from '../http/request-state.ts';
import { openApiDocument } from '../openapi/document.ts';
import { referencePage } from '../reference/page.ts';
import { REFERENCE_SCRIPT } from '../reference/script.ts';
import { REFERENCE_STYLE } from '../reference/style.ts';

/** What the page may load: its style and its script, from nowhere else; it calls nobody. */
const POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  "script-src 'self'",
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** GET /openapi.json: the API for programs. baseUrl: where callers reach it. */
export function openApi(baseUrl: string): RouterMiddleware<RequestState> {
  return fixed('application/json', () => JSON.stringify(openApiDocument(baseUrl)), 'no-store');
}

/** GET /docs: the API for people. */
export function docs(baseUrl: string): RouterMiddleware<RequestState> {
  return fixed('text/html; charset=utf-8', () => referencePage(baseUrl));
}

/** GET /docs/style.css: what the page looks like. */
export function docsStyle(): RouterMiddleware<RequestState> {
  return fixed('text/css; charset=utf-8', () => REFERENCE_STYLE);
}

/** GET /docs/script.js: search, and buttons that copy. */
export function docsScript(): RouterMiddleware<RequestState> {
  return fixed('text/javascript; charset=utf-8', () => REFERENCE_SCRIPT);
}

/** A text that stays the same as long as the facade runs, made when it is asked for first. */
function fixed(
  type: string,
  make: () => string,
  cacheControl = 'no-cache',
): RouterMiddleware<RequestState> {
  let made: { readonly text: string; readonly tag: string } | undefined;
  return (ctx) => {
    if (made === undefined) {
      const text = make();
      made = { text, tag: createHash('sha256').update(text).digest('base64url') };
    }
    ctx.set({
      'Content-Security-Policy': POLICY,
      'Referrer-Policy': 'no-referrer',
      'Cache-Control': cacheControl,
    });
    ctx.type = type;
    ctx.etag = made.tag;
    ctx.status = 200;
    if (ctx.fresh) ctx.status = 304;
    else ctx.body = made.text;
  };
}
