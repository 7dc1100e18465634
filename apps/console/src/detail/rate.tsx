import type { JSX } from 'preact';
import { useState } from 'preact/hooks';

import { changeRate } from '../api/api.ts';
import { asApiError } from '../api/api-error.ts';
import type { ResendDetail } from '../api/types.ts';
import { t } from '../i18n/locale.ts';
import { announce, announceProblem } from '../ui/announcement.tsx';
import { Button } from '../ui/button.tsx';
import { refusalText } from '../ui/error-notice.tsx';
import { TextInput } from '../ui/text-input.tsx';

export interface RateProps {
  readonly resend: ResendDetail;
  /** Gets the resend as a change left it. */
  readonly onChange: (resend: ResendDetail) => void;
}

/** How fast a resend may go, and the way to change it while it is not finished. */
export function Rate({ resend, onChange }: RateProps): JSX.Element {
  const { detail: texts, form } = t();
  const { id, max_rate_per_second: rate } = resend;
  const [typed, setTyped] = useState(rate === null ? '' : String(rate));
  const [isBusy, setBusy] = useState(false);
  const change = async (): Promise<void> => {
    const text = typed.trim().replace(',', '.');
    const wanted = text === '' ? null : Number(text);
    if (Number.isNaN(wanted)) {
      announceProblem(form.badRate);
      return;
    }
    setBusy(true);
    try {
      onChange((await changeRate(id, wanted)).resend);
      announce(texts.rateChanged);
    } catch (error) {
      announceProblem(refusalText(asApiError(error)));
    } finally {
      setBusy(false);
    }
  };
  return (
    <details class="more">
      <summary>
        {form.rate}: {rate === null ? texts.noRate : texts.rateOf(String(rate))}
      </summary>
      <form
        class="more-content"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void change();
        }}
      >
        <TextInput label={form.rate} hint={form.rateHint} value={typed} onInput={setTyped} />
        <div>
          <Button type="submit" isBusy={isBusy}>
            {texts.changeRate}
          </Button>
        </div>
      </form>
    </details>
  );
}
