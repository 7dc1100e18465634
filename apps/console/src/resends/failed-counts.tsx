import type { JSX } from 'preact';

import { formatCount } from '../i18n/format.ts';
import { failedParts } from './failed-parts.ts';

/** What did not succeed, part by part, behind other counts. */
export function FailedCounts(props: {
  readonly counts: Parameters<typeof failedParts>[0];
}): JSX.Element {
  return (
    <>
      {failedParts(props.counts).map(({ tone, value, name }) => (
        <span key={name} class={tone === 'bad' ? 'bad' : undefined}>
          {' '}
          · {formatCount(value)} {name}
        </span>
      ))}
    </>
  );
}
