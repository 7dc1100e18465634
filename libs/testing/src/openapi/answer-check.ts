import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ValidateFunction } from 'ajv';

import { closed } from './closed-schemas.ts';
import { findOperation, type OpenApiDocument, type ResponseObject } from './openapi-document.ts';

/** An answer of the API, read in full. */
export interface CheckedAnswer {
  readonly method: string;
  /** Path of the request, without its query. */
  readonly path: string;
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/**
 * Makes a check of answers against an OpenAPI document: status, headers and body have to be as
 * documented, and a field that the document does not know is a fault. Throws what is wrong.
 */
export function createAnswerCheck(document: OpenApiDocument): (answer: CheckedAnswer) => void {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  ajv.addFormat('date-time', (text) => !Number.isNaN(Date.parse(text)));
  ajv.addFormat('int64', { type: 'number', validate: (value) => Number.isSafeInteger(value) });
  ajv.addFormat('uri', (text) => URL.canParse(text));
  ajv.addSchema(closed(document), 'openapi');
  const compiled = new Map<string, ValidateFunction>();
  const validate = (schema: object, value: unknown, what: string): void => {
    const key = JSON.stringify(schema);
    const check = compiled.get(key) ?? ajv.compile(closed(schema, 'openapi'));
    compiled.set(key, check);
    if (!check(value)) throw new Error(`${what}: ${ajv.errorsText(check.errors)}`);
  };

  return (answer) => {
    const { method, path, status, text } = answer;
    const what = `${method} ${path} answered ${status} ${text.slice(0, 500)}`;
    const response = responseTo(document, answer);
    if (response === null) throw new Error(`${what}, which is not documented`);
    checkHeaders(document, response, answer, what);
    const actual = answer.headers.get('content-type') ?? '';
    const contents = Object.entries(response.content ?? {});
    const content = contents.find(([type]) => actual.startsWith(type)) ?? contents[0];
    if (content === undefined || method === 'HEAD') {
      if (text !== '') throw new Error(`${what}, where no body is documented`);
      return;
    }
    const [type, { schema }] = content;
    if (!actual.startsWith(type)) throw new Error(`${what} as ${actual} instead of ${type}`);
    if (type === 'application/json') {
      const body: unknown = JSON.parse(text);
      validate(schema, body, what);
      assertCode(response, body, what);
    } else for (const data of dataIn(type, text)) validate(schema['x-data'] as object, data, what);
  };
}

function responseTo(
  document: OpenApiDocument,
  { method, path, status }: CheckedAnswer,
): ResponseObject | null {
  const operation = findOperation(document, method, path);
  if (operation !== null) return operation.responses[status] ?? null;
  const { NotFound, MethodNotAllowed } = document.components.responses;
  return (status === 404 ? NotFound : status === 405 ? MethodNotAllowed : null) ?? null;
}

function checkHeaders(
  document: OpenApiDocument,
  response: ResponseObject,
  { headers }: CheckedAnswer,
  what: string,
): void {
  for (const name of Object.keys(response.headers ?? {})) {
    const { schema } = document.components.headers[name] ?? { schema: {} };
    const value = headers.get(name);
    if (value === null) throw new Error(`${what} without ${name}`);
    if (!new RegExp(schema.pattern ?? '').test(value)) {
      throw new Error(`${what} with ${name}: ${value}`);
    }
  }
}

/** The code of an error has to be one of those documented for its status. */
function assertCode(response: ResponseObject, body: unknown, what: string): void {
  const codes = response['x-codes'];
  const { code } = body as { readonly code?: string };
  if (codes !== undefined && !codes.includes(code ?? '')) {
    throw new Error(`${what}, whose code is none of ${codes.join(', ')}`);
  }
}

/** What a text consists of, where it is of JSON. */
function dataIn(type: string, text: string): unknown[] {
  if (type !== 'application/x-ndjson') return eventsIn(text);
  return text
    .split('\n')
    .slice(0, -1)
    .map((line): unknown => JSON.parse(line));
}

/** The data of each event of a stream, as far as it came in full. */
function eventsIn(text: string): unknown[] {
  return [...text.matchAll(/^data: (.*)\n\n/gm)].map(([, data]): unknown => JSON.parse(data ?? ''));
}
