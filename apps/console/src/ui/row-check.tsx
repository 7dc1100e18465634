import type { JSX } from 'preact';

/** Chooses a row; what was refused does not look chosen. */
export function RowCheck(props: {
  readonly label: string;
  readonly isChecked: boolean;
  readonly onChange: (isChecked: boolean) => void;
}): JSX.Element {
  return (
    <label class="row-check">
      <span class="visually-hidden">{props.label}</span>
      <input
        type="checkbox"
        checked={props.isChecked}
        onChange={(event) => {
          props.onChange(event.currentTarget.checked);
          event.currentTarget.checked = props.isChecked;
        }}
      />
    </label>
  );
}
