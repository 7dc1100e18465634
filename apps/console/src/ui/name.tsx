import { Fragment, type JSX } from 'preact';

/** A name or address that may be longer than its place: it breaks between its parts, if it has to. */
export function Name({ text }: { readonly text: string }): JSX.Element {
  const parts = text.split(/(?<=[_/?&-])(?=\w)/);
  return (
    <span class="breakable">
      {parts.map((part, index) => (
        <Fragment key={index}>
          {index > 0 && <wbr />}
          {part}
        </Fragment>
      ))}
    </span>
  );
}
