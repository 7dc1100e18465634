import type { JSX } from 'preact';

import { Field } from './field.tsx';

export interface SelectProps<T extends string> {
  readonly label: string;
  readonly value: T;
  /** Values and what they are called. */
  readonly options: readonly (readonly [T, string])[];
  readonly onChange: (value: T) => void;
}

/** One of a few. */
export function Select<T extends string>(props: SelectProps<T>): JSX.Element {
  const { label, value, options, onChange } = props;
  return (
    <Field label={label}>
      {(ties) => (
        <select
          {...ties}
          class="input"
          value={value}
          onChange={(event) => {
            const chosen = options.find(([name]) => name === event.currentTarget.value);
            if (chosen !== undefined) onChange(chosen[0]);
          }}
        >
          {options.map(([name, text]) => (
            <option key={name} value={name}>
              {text}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
