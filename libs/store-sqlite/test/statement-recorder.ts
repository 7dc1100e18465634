import type { Database } from '../src/index.ts';

/** What a database is asked from now on. */
export interface StatementRecorder {
  /** Texts of the statements prepared so far, each once. */
  readonly texts: ReadonlySet<string>;
  /** How a statement would be carried out, line by line. */
  readonly planOf: (text: string) => string[];
}

/** Notes every statement that is prepared on a connection. */
export function recordStatements({ connection }: Database): StatementRecorder {
  const texts = new Set<string>();
  const prepare = connection.prepare.bind(connection);
  const recorder = (text: string) => {
    texts.add(text);
    return prepare(text);
  };
  connection.prepare = recorder as typeof connection.prepare;
  return {
    texts,
    planOf: (text) =>
      prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${text}`)
        .all(...(text.match(/\?/g) ?? []).map(() => 1))
        .map(({ detail }) => detail),
  };
}
