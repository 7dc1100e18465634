import { listOf, objectOf, resolve, textOf, type Json, type JsonObject } from './json.ts';
import { schemaBreaks, type Direction } from './schema-breaks.ts';

interface Documents {
  readonly released: JsonObject;
  readonly current: JsonObject;
}

/**
 * What a current OpenAPI document takes from callers of the released one, and from programs that were
 * generated from it. New calls, fields, values of answers and statuses break nothing.
 */
export function documentBreaks(released: JsonObject, current: JsonObject): string[] {
  const documents = { released, current };
  return [
    ...Object.entries(objectOf(released['paths'])).flatMap(([path, methods]) =>
      Object.entries(objectOf(methods)).flatMap(([method, before]) => {
        const now = objectOf(objectOf(current['paths'])[path])[method];
        const at = `${method.toUpperCase()} ${path}`;
        if (now === undefined) return [`${at} is gone`];
        return operationBreaks(documents, objectOf(before), objectOf(now), at);
      }),
    ),
    ...namesGone(schemasOf(released), schemasOf(current), 'the schema'),
  ];
}

function operationBreaks(
  documents: Documents,
  before: JsonObject,
  now: JsonObject,
  at: string,
): string[] {
  return [
    ...(before['operationId'] === now['operationId'] ? [] : [`${at} has another operationId`]),
    ...parameterBreaks(documents, before, now, at),
    ...bodyBreaks(documents, before, now, at),
    ...Object.entries(objectOf(before['responses'])).flatMap(([status, response]) =>
      answerBreaks(documents, response, objectOf(now['responses'])[status], `${at} ${status}`),
    ),
  ];
}

function parameterBreaks(
  documents: Documents,
  before: JsonObject,
  now: JsonObject,
  at: string,
): string[] {
  const old = parametersOf(documents.released, before);
  const fresh = parametersOf(documents.current, now);
  const asked = Object.entries(fresh)
    .filter(([name, { required }]) => required === true && old[name]?.['required'] !== true)
    .map(([name]) => `${at}: ${name} has to be given now`);
  const changed = Object.entries(old).flatMap(([name, { schema }]) => {
    if (fresh[name] === undefined) return [`${at}: ${name} is gone`];
    return compare(documents, 'request', schema, fresh[name]['schema'], `${at}: ${name}`);
  });
  return [...asked, ...changed];
}

/** By name and place, as in "limit in query". */
function parametersOf(document: JsonObject, operation: JsonObject): Record<string, JsonObject> {
  const parameters = listOf(operation['parameters']).map((one) => resolve(document, one));
  return Object.fromEntries(
    parameters.map((parameter) => [
      `${textOf(parameter['name'])} in ${textOf(parameter['in'])}`,
      parameter,
    ]),
  );
}

function bodyBreaks(
  documents: Documents,
  before: JsonObject,
  now: JsonObject,
  at: string,
): string[] {
  const old = resolve(documents.released, before['requestBody']);
  const fresh = resolve(documents.current, now['requestBody']);
  const isAsked = fresh['required'] === true && old['required'] !== true;
  return [
    ...(isAsked ? [`${at}: a body has to be given now`] : []),
    ...contentBreaks(documents, 'request', old, fresh, `${at} body`),
  ];
}

/** An error that is answered no more harms nobody; a success does. */
function answerBreaks(
  documents: Documents,
  before: Json | undefined,
  now: Json | undefined,
  at: string,
): string[] {
  if (now === undefined) return /2\d\d$/.test(at) ? [`${at} is gone`] : [];
  const old = resolve(documents.released, before);
  const fresh = resolve(documents.current, now);
  return [
    ...namesGone(objectOf(old['headers']), objectOf(fresh['headers']), `${at} header`),
    ...contentBreaks(documents, 'answer', old, fresh, at),
  ];
}

function contentBreaks(
  documents: Documents,
  direction: Direction,
  before: JsonObject,
  now: JsonObject,
  at: string,
): string[] {
  return Object.entries(objectOf(before['content'])).flatMap(([type, old]) => {
    const fresh = objectOf(now['content'])[type];
    if (fresh === undefined) return [`${at}: ${type} is gone`];
    return compare(documents, direction, objectOf(old)['schema'], objectOf(fresh)['schema'], at);
  });
}

function compare(
  documents: Documents,
  direction: Direction,
  before: Json | undefined,
  now: Json | undefined,
  at: string,
): string[] {
  return schemaBreaks({ ...documents, direction, seen: new Set() }, before, now, at);
}

function schemasOf(document: JsonObject): JsonObject {
  return objectOf(objectOf(document['components'])['schemas']);
}

function namesGone(before: JsonObject, now: JsonObject, what: string): string[] {
  return Object.keys(before)
    .filter((name) => !(name in now))
    .map((name) => `${what} ${name} is gone`);
}
