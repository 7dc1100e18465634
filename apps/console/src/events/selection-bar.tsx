import type { JSX } from 'preact';

import { API_URL } from '../api/api.ts';
import { getEvent } from '../api/events-api.ts';
import { formatCount } from '../i18n/format.ts';
import { t } from '../i18n/locale.ts';
import { hrefs } from '../navigation/route.ts';
import { Button, ButtonLink } from '../ui/button.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { resendAsCurl } from './as-curl.ts';
import { clearSelection, mixedBy, selected } from './selection.ts';
import { formOfEvents } from './to-form.ts';

/** More bodies than these are better exported. */
const MAX_BODIES = 100;

/** What can be done with the events that were chosen, on whatever pages. */
export function SelectionBar(): JSX.Element | null {
  const { events: texts } = t();
  const events = [...selected.value.values()];
  if (events.length === 0) return null;
  const mixed = mixedBy(events);
  const ids = events.map(({ id }) => id);
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
      <CopyButton text={() => ids.join('\n')}>{texts.copyIds}</CopyButton>
      {ids.length <= MAX_BODIES && (
        <CopyButton text={() => bodiesOf(ids)}>{texts.copyBodies}</CopyButton>
      )}
      {mixed === null && (
        <CopyButton text={() => resendAsCurl(events, API_URL)}>{texts.copyCurl}</CopyButton>
      )}
      <Button kind="quiet" icon="cross" onClick={clearSelection}>
        {texts.selectNone}
      </Button>
    </section>
  );
}

/** One a line; what is no text in base64. */
async function bodiesOf(ids: readonly string[]): Promise<string> {
  const bodies: string[] = [];
  const signal = AbortSignal.timeout(60_000);
  // One after the other: nobody else should have to wait for it.
  for (const id of ids) {
    const { payload, payload_text: text } = await getEvent(id, '', signal);
    bodies.push(text ?? payload);
  }
  return bodies.join('\n');
}
