import type { JSX } from 'preact';

import { t } from '../i18n/locale.ts';
import { hrefs } from '../navigation/route.ts';
import { Icon } from './icons.tsx';

/** What endpoints keep from arriving, and where to mend it: at the endpoint itself, when it is one. */
export function Blocked(props: {
  readonly text: string;
  readonly ids: readonly string[];
}): JSX.Element {
  const { preview: texts } = t();
  const [first, ...others] = props.ids;
  return (
    <div class="notice notice-warn">
      <Icon name="alert" />
      <p>
        {props.text}{' '}
        {first === undefined || others.length > 0 ? (
          <a href={hrefs.endpoints()}>{texts.enableFirst}</a>
        ) : (
          <a href={hrefs.endpoint(first)}>{texts.openEndpoint(first)}</a>
        )}
      </p>
    </div>
  );
}
