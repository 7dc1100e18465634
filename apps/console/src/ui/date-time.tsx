import type { JSX } from 'preact';

import { formatDateTime, formatPrecise, formatRelative } from '../i18n/format.ts';
import { now } from './now.ts';

/** A moment, with its distance from now; to the second when one points at it. */
export function DateTime(props: {
  readonly iso: string;
  readonly isRelative?: boolean;
}): JSX.Element {
  const { iso, isRelative = false } = props;
  return (
    <time dateTime={iso} title={formatPrecise(iso)}>
      {isRelative ? formatRelative(Date.parse(iso), now.value) : formatDateTime(iso)}
    </time>
  );
}
