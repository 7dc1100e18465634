import type { JSX } from 'preact';
import { useState } from 'preact/hooks';

import type { ShownEvent } from '../api/events-api.ts';
import { t } from '../i18n/locale.ts';
import { CopyButton } from '../ui/copy-button.tsx';
import { Select } from '../ui/select.tsx';

const forms = ['text', 'pretty', 'base64'] as const;

type Form = (typeof forms)[number];

/** The body of an event, byte for byte; it is text of a stranger, and never markup. */
export function EventBody({ event }: { readonly event: ShownEvent }): JSX.Element {
  const { events: texts } = t();
  const [chosen, setChosen] = useState<Form>('text');
  const { payload, payload_text: text } = event;
  const pretty = text === null ? null : indented(text);
  const contents = { text, pretty, base64: payload };
  const shown = contents[chosen] === null ? 'base64' : chosen;
  return (
    <section class="card">
      <div class="section-head">
        <h2>{texts.body}</h2>
        <Select
          label={texts.shownAs}
          value={shown}
          options={forms
            .filter((form) => contents[form] !== null)
            .map((form) => [form, texts.bodyForms[form]] as const)}
          onChange={setChosen}
        />
        <CopyButton text={() => contents[shown] ?? ''}>{texts.copyBody}</CopyButton>
      </div>
      {text === null && <p class="hint">{texts.notText}</p>}
      <div class="snippet">
        <pre tabIndex={0} dir="ltr" aria-label={texts.body} translate={false}>
          {contents[shown]}
        </pre>
      </div>
    </section>
  );
}

/** JSON with its parts below each other; null when it is none, or looks so already. */
function indented(text: string): string | null {
  try {
    const pretty = JSON.stringify(JSON.parse(text), null, 2);
    return pretty === text || hasLargeNumber(text) ? null : pretty;
  } catch {
    return null;
  }
}

/** A number that would be shown as another one. */
function hasLargeNumber(text: string): boolean {
  return /\d{16}/.test(text) || /\d[eE.]\d/.test(text);
}
