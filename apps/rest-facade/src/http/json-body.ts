import type { IncomingMessage } from 'node:http';

import { HttpMethodEnum, koaBody } from 'koa-body';

import {
  badRequest,
  bodyTooLarge,
  type HttpProblem,
  MAX_BODY_BYTES,
  unsupportedMediaType,
} from './http-problem.ts';
import { parseMediaType } from './media-type.ts';
import type { RestContext, RestMiddleware } from './request-state.ts';

const JSON_TYPE = 'application/json';

/** What callers write for the only encoding that JSON has. */
const UTF_8 = /^utf-?8$/i;

/** Lets through bodies that are declared as plain JSON of a size that is read. */
export function requireJson(): RestMiddleware {
  return (ctx, next) => {
    assertJson(ctx.req);
    return next();
  };
}

/** Reads the body as bytes, for bodyBytes; it is decoded strictly elsewhere. */
export function readBody(): RestMiddleware {
  return koaBody({
    text: true,
    textTypes: [JSON_TYPE],
    textLimit: MAX_BODY_BYTES,
    // No encoding: the body comes as the bytes that were sent.
    encoding: '',
    json: false,
    urlencoded: false,
    multipart: false,
    // An unread body would be one that says something.
    parsedMethods: [HttpMethodEnum.POST, HttpMethodEnum.PATCH, HttpMethodEnum.DELETE],
    onError: (error, ctx) => {
      throw readingProblem(error, ctx.req);
    },
  });
}

/** The body that readBody has read; empty when there is none. */
export function bodyBytes(ctx: RestContext): Uint8Array {
  const { body } = ctx.request as { readonly body?: unknown };
  return body instanceof Uint8Array ? body : new Uint8Array();
}

function assertJson({ headers, headersDistinct }: IncomingMessage): void {
  const types = headersDistinct['content-type'] ?? [];
  if (types.length !== 1 || !isJson(types[0] ?? '')) {
    throw unsupportedMediaType('Content-Type must be application/json');
  }
  // The reader of the body does not know every way to write it.
  headers['content-type'] = JSON_TYPE;
  const encoding = headers['content-encoding'] ?? 'identity';
  if (encoding.toLowerCase() !== 'identity') {
    throw unsupportedMediaType('Content-Encoding is not supported');
  }
  if (Number(headers['content-length'] ?? 0) > MAX_BODY_BYTES) throw bodyTooLarge();
}

/** Parameters that JSON does not have mean nothing, so they change nothing. */
function isJson(header: string): boolean {
  const mediaType = parseMediaType(header);
  return (
    mediaType?.type === JSON_TYPE &&
    mediaType.parameters.every(([name, value]) => name !== 'charset' || UTF_8.test(value))
  );
}

/** A client that goes away in the middle is no failure of ours, whatever the reader calls it. */
function readingProblem(error: Error, request: IncomingMessage): HttpProblem | Error {
  const { status } = error as { readonly status?: unknown };
  if (status === 413) return bodyTooLarge();
  return status === 400 || request.destroyed ? badRequest() : error;
}
