import type { ComponentChildren, JSX } from 'preact';
import { useId } from 'preact/hooks';

import { FieldProblem } from './field.tsx';

export interface CheckListProps {
  readonly legend: string;
  readonly hint: string;
  readonly options: readonly { readonly value: string; readonly text: ComponentChildren }[];
  readonly chosen: readonly string[];
  readonly onChange: (chosen: readonly string[]) => void;
  readonly problem?: string | undefined;
}

/** Any of a few. */
export function CheckList(props: CheckListProps): JSX.Element {
  const { legend, hint, options, chosen, onChange, problem } = props;
  const id = useId();
  const toggle = (value: string): void =>
    onChange(chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value]);
  return (
    <fieldset
      class="choice"
      aria-describedby={problem === undefined ? `${id}-hint` : `${id}-hint ${id}-problem`}
    >
      <legend>{legend}</legend>
      <p class="hint" id={`${id}-hint`}>
        {hint}
      </p>
      <div class="check-options">
        {options.map(({ value, text }) => (
          <label key={value} class="check-option">
            <input
              type="checkbox"
              checked={chosen.includes(value)}
              onChange={() => toggle(value)}
            />
            <span>{text}</span>
          </label>
        ))}
      </div>
      {problem !== undefined && <FieldProblem id={`${id}-problem`} text={problem} />}
    </fieldset>
  );
}
