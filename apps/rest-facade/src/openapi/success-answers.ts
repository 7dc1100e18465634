import { type JsonSchema, ref } from '../v3/schemas/json-schema.ts';
import { headerRefs } from './error-answers.ts';
import type { Example, Operation, Success } from './operation/operation.ts';

/** The responses of an operation that are no refusals, by status. */
export function successResponses({ successes, examples }: Operation): Record<string, JsonSchema> {
  const named = Object.entries(examples);
  const responses = Object.entries(successes).map(([status, success]) => {
    const ofStatus = named.filter(([, example]) => example.status === Number(status));
    return [status, responseOf(success, ofStatus)] as const;
  });
  return Object.fromEntries(responses);
}

function responseOf(
  { description, headers = [], schema, isEventStream = false }: Success,
  examples: readonly (readonly [string, Example])[],
): JsonSchema {
  const response = { description, headers: headerRefs(['X-Request-Id', ...headers]) };
  const shown = Object.fromEntries(
    examples.map(([name, { summary, answer, request }]) => [
      name,
      { summary, value: answer, ...(request ? { 'x-request': request } : {}) },
    ]),
  );
  // A response without a body has nowhere to put its examples.
  if (schema === undefined) return { ...response, 'x-examples': shown };
  const body = ref(schema);
  const content = isEventStream
    ? { 'text/event-stream': { schema: { type: 'string', 'x-data': body }, examples: shown } }
    : { 'application/json': { schema: body, examples: shown } };
  return { ...response, content };
}
