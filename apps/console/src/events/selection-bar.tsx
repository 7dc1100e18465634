import type { JSX } from 'preact';

import { useEndpoints } from '../accounts/use-endpoints.ts';
import { API_URL } from '../api/api.ts';
import { formatCount } from '../i18n/format.ts';
import { t } from '../i18n/locale.ts';
import { hrefs } from '../navigation/route.ts';
import { Button, ButtonLink } from '../ui/button.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { resendAsCurl } from '../payload/as-curl.ts';
import { bodiesOf } from '../payload/bodies.ts';
import { MAX_BODIES } from '../payload/limits.ts';
import { clearSelection, mixedBy, type SelectedEvent, selected } from './selection.ts';
import { formOfEvents } from './to-form.ts';

/** What can be done with the events that were chosen, on whatever pages. */
export function SelectionBar(): JSX.Element | null {
  const { events: texts } = t();
  const events = [...selected.value.values()];
  if (events.length === 0) return null;
  const mixed = mixedBy(events);
  const ids = events.map(({ id }) => id);
  const type = events[0]?.resend_type ?? 'CASHIN';
  return (
    <section class="bar bar-selection" aria-label={texts.selection}>
      <p class="strong" role="status">
        {texts.selected(events.length, formatCount(events.length))}
      </p>
      {mixed === null ? (
        <ButtonLink href={hrefs.newResend(formOfEvents(events))} kind="primary" icon="resend">
          {texts.resendThese}
        </ButtonLink>
      ) : (
        <p class="hint">{texts.mixed[mixed]}</p>
      )}
      {mixed === null && <ToTestEndpoints events={events} />}
      <CopyButton text={() => ids.join('\n')}>{texts.copyIds}</CopyButton>
      {ids.length <= MAX_BODIES && (
        <CopyButton text={() => bodiesOf(ids)}>{texts.copyBodies}</CopyButton>
      )}
      {mixed === null && (
        <CopyButton text={() => resendAsCurl(ids, { type }, API_URL)}>{texts.copyCurl}</CopyButton>
      )}
      <Button kind="quiet" icon="cross" onClick={clearSelection}>
        {texts.selectNone}
      </Button>
    </section>
  );
}

/** As many as have room. */
const MAX_TEST_ENDPOINTS = 2;

/** Sends them to an endpoint that is there to be tried with. */
function ToTestEndpoints(props: { readonly events: readonly SelectedEvent[] }): JSX.Element {
  const accountId = props.events[0]?.account_mirror_id;
  const tests = (useEndpoints()?.results ?? [])
    .filter((one) => one.test && one.enabled && one.account_mirror_id === accountId)
    .slice(0, MAX_TEST_ENDPOINTS);
  return (
    <>
      {tests.map(({ id }) => (
        <ButtonLink
          key={id}
          href={hrefs.newResend({ ...formOfEvents(props.events), deliver: id })}
          icon="plug"
        >
          {t().rows.sendTo(id)}
        </ButtonLink>
      ))}
    </>
  );
}
