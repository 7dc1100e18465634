import type { JSX } from 'preact';

import { t } from '../i18n/locale.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { Page } from '../ui/page.tsx';

/** In place of everything, where a portal link did not open the console. */
export function LinkPage(props: { readonly problem: 'ended' | 'unanswered' }): JSX.Element {
  const { link } = t().signIn;
  return (
    <Page title={link.title}>
      <EmptyState icon="alert" title={link[props.problem]} />
    </Page>
  );
}
