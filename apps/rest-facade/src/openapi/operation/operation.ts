import type { FieldCode, ReachedLimit } from '@webhooks/domain';

import type { JsonSchema } from '../../v3/schemas/json-schema.ts';
import type { RefusalCode } from './refusals.ts';

/** A value by the name of what carries it. */
export type Values = Readonly<Record<string, unknown>>;

/** What is sent in an example; what is not said is as in the first example of the operation. */
export interface ExampleRequest {
  readonly path?: Values;
  readonly query?: Values;
  /** null: the header is left out. */
  readonly headers?: Values;
  /** A text is sent as it is. */
  readonly body?: unknown;
}

/** A request and what it is answered with, both shown and run by a test. */
export interface Example {
  readonly summary: string;
  readonly request?: ExampleRequest;
  readonly status: number;
  /** Left out where the answer has no body. */
  readonly answer?: unknown;
}

/** A refusal that belongs to one operation in particular. */
export interface RefusalExample {
  readonly code: RefusalCode;
  readonly summary: string;
  readonly request?: ExampleRequest;
  /** What is wrong, for validation errors; without a code, the value is. */
  readonly violation?: readonly [field: string, message: string, code?: FieldCode, entry?: string];
  /** Entries of a list that are not found. */
  readonly notFound?: readonly unknown[];
  /** The limit that was reached. */
  readonly limit?: ReachedLimit;
  /** The request has an Idempotency-Key, which changes the answer. */
  readonly hasKey?: boolean;
  /** The text where the code alone does not settle it. */
  readonly detail?: string;
}

/** A parameter. */
export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly description: string;
  readonly required?: boolean;
  readonly schema: JsonSchema;
}

/** What a status other than a refusal means. */
export interface Success {
  readonly description: string;
  /** Names of headers in components. */
  readonly headers?: readonly string[];
  /** Name of a schema in components; left out where there is no body. */
  readonly schema?: string;
  /** text/event-stream: each event's data is of the schema. */
  readonly isEventStream?: boolean;
  /** The forms in which all of a list comes at once, by Accept. */
  readonly whole?: {
    readonly types: readonly string[];
    /** Name of the schema of a row. */
    readonly row: string;
  };
}

/** One call of the API. */
export interface Operation {
  readonly method: 'get' | 'post' | 'patch' | 'delete';
  readonly path: string;
  readonly operationId: string;
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  readonly parameters?: readonly Parameter[];
  /** Name of the body's schema in components. */
  readonly body?: string;
  readonly successes: Readonly<Record<number, Success>>;
  /** By name; the first one is the plainest. */
  readonly examples: Readonly<Record<string, Example>>;
  /** By name, beside those that every operation has. */
  readonly refusals: Readonly<Record<string, RefusalExample>>;
}

/** The request of an example in full: what it does not say is as in the operation's first one. */
export function requestOf({ examples }: Operation, request: ExampleRequest = {}): ExampleRequest {
  const first = Object.values(examples)[0]?.request ?? {};
  return {
    path: { ...first.path, ...request.path },
    query: { ...first.query, ...request.query },
    headers: { ...first.headers, ...request.headers },
    body: request.body ?? first.body,
  };
}
