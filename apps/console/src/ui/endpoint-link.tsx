import type { JSX } from 'preact';

import { t } from '../i18n/locale.ts';
import { hrefs } from '../navigation/route.ts';
import { Name } from './name.tsx';

/** An endpoint that something was sent to: a link to it, or that it is there no longer. */
export function EndpointLink(props: {
  readonly id: string;
  readonly isRemoved: boolean;
}): JSX.Element {
  const { id, isRemoved } = props;
  if (!isRemoved) {
    return (
      <a href={hrefs.endpoint(id)}>
        <Name text={id} />
      </a>
    );
  }
  return (
    <>
      <Name text={id} />
      <span class="sub">{t().rows.removed}</span>
    </>
  );
}
