import { type JsonSchema, ref } from '../v3/schemas/json-schema.ts';
import { errorResponses } from './error-answers.ts';
import type { Operation, Parameter, Values } from './operation/operation.ts';
import { successResponses } from './success-answers.ts';

/** An Operation Object of OpenAPI. */
export function operationObject(operation: Operation): JsonSchema {
  const { operationId, tag, summary, description = summary, parameters = [], body } = operation;
  return {
    operationId,
    tags: [tag],
    summary,
    description,
    parameters: [
      ...parameters.map((parameter) => ({ ...parameter, ...examplesOf(parameter, operation) })),
      { $ref: '#/components/parameters/X-Request-Id' },
    ],
    ...(body === undefined ? {} : { requestBody: requestBody(body, operation) }),
    responses: { ...successResponses(operation), ...errorResponses(operation) },
  };
}

function requestBody(schema: string, { examples }: Operation): JsonSchema {
  const shown = Object.entries(examples)
    .filter(([, { request }]) => request?.body !== undefined)
    .map(([name, { summary, request }]) => [name, { summary, value: request?.body }] as const);
  const content = {
    schema: ref(schema),
    examples: Object.fromEntries(shown),
  };
  return { required: true, content: { 'application/json': content } };
}

/** The values that a parameter has in the examples, by their names. */
function examplesOf({ in: place, name }: Parameter, { examples }: Operation): JsonSchema {
  const given = Object.entries(examples).flatMap(([example, { request, summary }]) => {
    const values: Values = request?.[place === 'header' ? 'headers' : place] ?? {};
    return name in values ? [[example, { summary, value: values[name] }] as const] : [];
  });
  return given.length > 0 ? { examples: Object.fromEntries(given) } : {};
}
