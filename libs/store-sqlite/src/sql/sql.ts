/** A piece of SQL with the parameters of its question marks, in their order. */
export interface Sql {
  readonly text: string;
  readonly parameters: readonly unknown[];
}

/** Builds Sql from a template: each value becomes a parameter, each nested Sql is spliced in. */
export function sql(strings: TemplateStringsArray, ...values: readonly unknown[]): Sql {
  let text = strings[0] ?? '';
  const parameters: unknown[] = [];
  values.forEach((value, index) => {
    if (isSql(value)) {
      text += value.text;
      parameters.push(...value.parameters);
    } else {
      text += '?';
      parameters.push(value);
    }
    text += strings[index + 1] ?? '';
  });
  return { text, parameters };
}

/** Nothing, where a condition is optional. */
export const nothing: Sql = { text: '', parameters: [] };

/** Conditions that begin with AND, one behind the other; nothing where there is none. */
export function allOf(conditions: readonly Sql[]): Sql {
  return conditions
    .filter((condition) => condition !== nothing)
    .reduce((all, condition) => sql`${all} ${condition}`, nothing);
}

/** One question mark for each value, with commas. */
export function list(values: readonly unknown[]): Sql {
  return { text: values.map(() => '?').join(', '), parameters: values };
}

function isSql(value: unknown): value is Sql {
  return typeof value === 'object' && value !== null && 'text' in value && 'parameters' in value;
}
