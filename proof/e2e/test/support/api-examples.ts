import type { ExampleObject, OpenApiDocument } from '@webhooks/testing';

/** Where an example stands. */
export interface ApiExample {
  /** "createResend 200 qr_code" */
  readonly name: string;
  readonly operationId: string;
  readonly key: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly value: unknown;
  readonly request: ExampleRequest;
}

type ExampleRequest = Required<NonNullable<ExampleObject['x-request']>>;

/** Every example of an answer, with the whole request that it answers. */
export function examplesOf(document: OpenApiDocument): ApiExample[] {
  return Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations).flatMap(([method, { operationId, responses }]) => {
      const all = Object.entries(responses).flatMap(([status, response]) => {
        const contents = Object.values(response.content ?? {});
        const shown = contents.flatMap(({ examples = {} }) => Object.entries(examples));
        return [...shown, ...Object.entries(response['x-examples'] ?? {})].map(
          ([key, example]) => ({ status: Number(status), key, example }) as const,
        );
      });
      const first = all[0]?.example['x-request'];
      return all.map(({ status, key, example }) => ({
        name: `${operationId} ${status} ${key}`,
        ...{ operationId, key, method: method.toUpperCase(), path, status, value: example.value },
        request: merged(first, example['x-request']),
      }));
    }),
  );
}

/** What an example does not say is as in the first one of its operation. */
function merged(
  first: ExampleObject['x-request'] = {},
  own: ExampleObject['x-request'] = {},
): ExampleRequest {
  return {
    path: { ...first.path, ...own.path },
    query: { ...first.query, ...own.query },
    headers: { ...first.headers, ...own.headers },
    body: own.body ?? first.body,
  };
}

/** The request of an example, ready to be sent; id: the resend that it is about. */
export function toRequest(
  { method, path, request }: ApiExample,
  token: string,
  id: number,
): { readonly url: string; readonly init: RequestInit & { headers: Record<string, string> } } {
  // An id that is meant to be nobody's stays as it is.
  const ids: Record<string, unknown> = { ...request.path };
  if (ids['id'] === EXAMPLE_ID) ids['id'] = id;
  const url = path.replace(/\{(\w+)\}/g, (_, name: string) => String(ids[name]));
  const query = new URLSearchParams(
    Object.entries(request.query).map(([name, value]): [string, string] => [name, String(value)]),
  );
  const { body } = request;
  const defaults = {
    Authorization: `Bearer ${token}`,
    ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
  };
  const headers = Object.entries({ ...defaults, ...request.headers }).filter(
    (header): header is [string, string] => header[1] !== null,
  );
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return {
    url: query.size > 0 ? `${url}?${query.toString()}` : url,
    init: { method, headers: Object.fromEntries(headers), ...(text ? { body: text } : {}) },
  };
}

/** Stands for any resend of the caller in the examples. */
const EXAMPLE_ID = 7890;
