/**
 * The same with every object schema closed, so that a field that nobody described is found. Callers
 * have to live with new fields; our tests do not. root: what local references are relative to.
 */
export function closed<T>(value: T, root = ''): T {
  if (Array.isArray(value)) return value.map((item) => closed<unknown>(item, root)) as T;
  if (typeof value !== 'object' || value === null) return value;
  const result: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(value)) {
    const isReference = name === '$ref' && typeof member === 'string';
    result[name] = isReference ? `${root}${member}` : closed<unknown>(member, root);
  }
  const isObjectSchema = result['type'] === 'object' && 'properties' in result;
  return (isObjectSchema ? { additionalProperties: false, ...result } : result) as T;
}
