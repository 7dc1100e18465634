import type { JSX } from 'preact';
import { useId } from 'preact/hooks';

import { FieldProblem } from './field.tsx';

export interface ChoiceProps<T extends string> {
  readonly legend: string;
  readonly value: T;
  readonly options: readonly {
    readonly value: T;
    readonly text: string;
    readonly hint?: string;
  }[];
  readonly onChange: (value: T) => void;
  readonly problem?: string | undefined;
}

/** One of a few, all of them in sight. */
export function Choice<T extends string>(props: ChoiceProps<T>): JSX.Element {
  const { legend, value, options, onChange, problem } = props;
  const name = useId();
  return (
    <fieldset
      class="choice"
      aria-describedby={problem === undefined ? undefined : `${name}-problem`}
    >
      <legend>{legend}</legend>
      <div class="choice-options">
        {options.map((option) => (
          <label key={option.value} class="choice-option">
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
            />
            <span>
              {option.text}
              {option.hint !== undefined && <span class="hint">{option.hint}</span>}
            </span>
          </label>
        ))}
      </div>
      {problem !== undefined && <FieldProblem id={`${name}-problem`} text={problem} />}
    </fieldset>
  );
}
