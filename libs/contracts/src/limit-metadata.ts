const NAME = 'limit';
const VALUE = 'limit_value';

/** A limit that was reached, said without the domain, since the contract is published by itself. */
interface Limit {
  readonly name: string;
  readonly value: number | null;
}

/** google.rpc.ErrorInfo.metadata of a refusal: which limit it is, and what it allows where that is known. */
export function limitMetadata(limit: Limit | null): Record<string, string> {
  if (limit === null) return {};
  const { name, value } = limit;
  return value === null ? { [NAME]: name } : { [NAME]: name, [VALUE]: String(value) };
}

/** The limit that metadata names; null when they name none. */
export function limitOf(metadata: Readonly<Record<string, string>>): Limit | null {
  const { [NAME]: name, [VALUE]: text } = metadata;
  if (name === undefined) return null;
  const value = Number(text);
  return { name, value: Number.isFinite(value) ? value : null };
}
