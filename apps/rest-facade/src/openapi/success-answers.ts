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

type NamedExample = readonly [string, Example];

function responseOf(success: Success, examples: readonly NamedExample[]): JsonSchema {
  const { description, headers = [], schema, isEventStream = false, whole } = success;
  const response = { description, headers: headerRefs(['X-Request-Id', ...headers]) };
  const types = whole?.types ?? [];
  const shown = shownExamples(examples.filter(([, example]) => !types.includes(accepted(example))));
  // A response without a body has nowhere to put its examples.
  if (schema === undefined) return { ...response, 'x-examples': shown };
  const body = ref(schema);
  const content = isEventStream
    ? { 'text/event-stream': { schema: { type: 'string', 'x-data': body }, examples: shown } }
    : { 'application/json': { schema: body, examples: shown } };
  const forms = types.map((type) => {
    const own = examples.filter(([, example]) => accepted(example) === type);
    const text = { type: 'string', ...(whole && { 'x-data': ref(whole.row) }) };
    return [type, { schema: text, examples: shownExamples(own) }] as const;
  });
  return { ...response, content: { ...content, ...Object.fromEntries(forms) } };
}

function accepted({ request }: Example): string {
  const accept = request?.headers?.['Accept'];
  return typeof accept === 'string' ? accept : '';
}

function shownExamples(examples: readonly NamedExample[]): JsonSchema {
  return Object.fromEntries(
    examples.map(([name, { summary, answer, request }]) => [
      name,
      { summary, value: answer, ...(request ? { 'x-request': request } : {}) },
    ]),
  );
}
