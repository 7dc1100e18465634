/** As much of an OpenAPI document as tests look at. */
export interface OpenApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, OperationObject>>>>;
  readonly components: {
    readonly headers: Readonly<Record<string, { readonly schema: HeaderSchema }>>;
    readonly responses: Readonly<Record<string, ResponseObject>>;
  };
}

export interface OperationObject {
  readonly operationId: string;
  readonly responses: Readonly<Record<string, ResponseObject>>;
}

export interface ResponseObject {
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly content?: Readonly<Record<string, MediaType>>;
  /** The codes that an error of this status has. */
  readonly 'x-codes'?: readonly string[];
  readonly 'x-examples'?: Readonly<Record<string, ExampleObject>>;
}

export interface MediaType {
  readonly schema: Readonly<Record<string, unknown>>;
  readonly examples?: Readonly<Record<string, ExampleObject>>;
}

/** An example of an answer, and the request that it answers. */
export interface ExampleObject {
  readonly value?: unknown;
  readonly 'x-request'?: {
    readonly path?: Readonly<Record<string, unknown>>;
    readonly query?: Readonly<Record<string, unknown>>;
    readonly headers?: Readonly<Record<string, string | null>>;
    readonly body?: unknown;
  };
}

interface HeaderSchema {
  readonly pattern?: string;
}

/** The operation that a request is for; null when none is documented. HEAD is a GET. */
export function findOperation(
  document: OpenApiDocument,
  method: string,
  path: string,
): OperationObject | null {
  const templates = Object.keys(document.paths).filter((template) => matches(template, path));
  // "/preview" stands before "/{id}", as in the router.
  const template = templates.find((candidate) => candidate === path) ?? templates[0];
  const name = method === 'HEAD' ? 'get' : method.toLowerCase();
  return document.paths[template ?? '']?.[name] ?? null;
}

function matches(template: string, path: string): boolean {
  const parts = template.split('/');
  const given = path.split('/');
  return (
    parts.length === given.length &&
    parts.every((part, place) => part === given[place] || /^\{.+\}$/.test(part))
  );
}
