import path from 'node:path';
import { pathToFileURL } from 'node:url';

import type { Json, JsonObject } from './json.ts';

const FACADE = path.resolve(import.meta.dirname, '../../../../apps/rest-facade');

/** The document as callers had it last, without its texts. */
export const RELEASED_DOCUMENT = path.join(FACADE, 'released.openapi.json');
/** In a document that belongs to no installation. */
const ANY_SERVER = 'http://127.0.0.1:8080';
/** What is for people alone. */
const TEXTS = new Set(['description', 'summary', 'examples', 'example', 'title']);

interface DocumentModule {
  readonly openApiDocument: (publicBaseUrl: string) => JsonObject;
}

/** The document of the facade as its sources are. */
export async function currentDocument(): Promise<JsonObject> {
  const file = pathToFileURL(path.join(FACADE, 'src/openapi/document.ts')).href;
  const { openApiDocument } = (await import(file)) as DocumentModule;
  return openApiDocument(ANY_SERVER);
}

/** A document without texts and examples. A field of a schema may have the name of one. */
export function withoutTexts(value: Json, areNames = false): Json {
  if (Array.isArray(value)) return value.map((entry: Json) => withoutTexts(entry));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value as JsonObject)
    .filter(([name]) => areNames || !TEXTS.has(name))
    .map(([name, entry]) => [name, withoutTexts(entry ?? null, name === 'properties')]);
  return Object.fromEntries(entries) as JsonObject;
}
