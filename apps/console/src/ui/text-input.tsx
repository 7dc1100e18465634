import type { JSX } from 'preact';

import { Field } from './field.tsx';

export interface TextInputProps {
  readonly label: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly hint?: string | undefined;
  readonly problem?: string | undefined;
  readonly inputMode?: 'numeric' | 'text';
  readonly placeholder?: string;
}

/** A line of text, or digits. Nothing of it is kept by the browser. */
export function TextInput(props: TextInputProps): JSX.Element {
  const { label, value, onInput, hint, problem, inputMode, placeholder } = props;
  return (
    <Field label={label} hint={hint} problem={problem}>
      {(ties) => (
        <input
          {...ties}
          type="text"
          class="input"
          value={value}
          inputMode={inputMode}
          placeholder={placeholder}
          autocomplete="off"
          spellcheck={false}
          onInput={(event) => onInput(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}
