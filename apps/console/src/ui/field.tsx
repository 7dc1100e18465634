import type { JSX } from 'preact';
import { useId } from 'preact/hooks';

import { Icon } from './icons.tsx';

/** What ties an input to its hint and to what is wrong with it. */
export interface InputTies {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': boolean | undefined;
}

export interface FieldProps {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly problem?: string | undefined;
  readonly children: (ties: InputTies) => JSX.Element;
}

/** A label, an input, what is to be known about it, and what is wrong with it. */
export function Field({ label, hint, problem, children }: FieldProps): JSX.Element {
  const id = useId();
  const hintId = `${id}-hint`;
  const problemId = `${id}-problem`;
  const described = [
    ...(hint === undefined ? [] : [hintId]),
    ...(problem === undefined ? [] : [problemId]),
  ].join(' ');
  const ties = {
    id,
    'aria-describedby': described === '' ? undefined : described,
    'aria-invalid': problem === undefined ? undefined : true,
  };
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {children(ties)}
      {hint !== undefined && (
        <p class="hint" id={hintId}>
          {hint}
        </p>
      )}
      {problem !== undefined && <FieldProblem id={problemId} text={problem} />}
    </div>
  );
}

/** What is wrong with a field. */
export function FieldProblem(props: { readonly id: string; readonly text: string }): JSX.Element {
  return (
    <p class="problem" id={props.id}>
      <Icon name="alert" />
      {props.text}
    </p>
  );
}
