export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export type JsonObject = { readonly [name: string]: Json | undefined };

/** An object, or an empty one where there is none. */
export function objectOf(value: Json | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as JsonObject)
    : {};
}

/** A list, of one where a value stands alone, and empty where there is none. */
export function listOf(value: Json | undefined): readonly Json[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? (value as readonly Json[]) : [value];
}

/** A value as a message names it. */
export function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? null);
}

/** What a document has at a reference such as "#/components/schemas/Resend". */
export function resolve(document: JsonObject, value: Json | undefined): JsonObject {
  const reference = objectOf(value)['$ref'];
  if (typeof reference !== 'string') return objectOf(value);
  const steps = reference.replace(/^#\//, '').split('/');
  return objectOf(steps.reduce<Json>((at, step) => objectOf(at)[step] ?? null, document));
}
