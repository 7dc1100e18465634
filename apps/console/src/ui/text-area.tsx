import type { JSX } from 'preact';

import { Field } from './field.tsx';

export interface TextAreaProps {
  readonly label: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly hint?: string;
  readonly problem?: string | undefined;
}

/** Lines of text. Nothing of it is kept by the browser. */
export function TextArea({ label, value, onInput, hint, problem }: TextAreaProps): JSX.Element {
  return (
    <Field label={label} hint={hint} problem={problem}>
      {(ties) => (
        <textarea
          {...ties}
          class="input token"
          rows={6}
          value={value}
          autocomplete="off"
          spellcheck={false}
          onInput={(event) => onInput(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}
