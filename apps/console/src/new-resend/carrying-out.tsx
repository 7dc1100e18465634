import type { JSX } from 'preact';

import { t } from '../i18n/locale.ts';
import { TextInput } from '../ui/text-input.tsx';
import { DateTimeInput } from '../ui/date-time-input.tsx';
import type { FormPartProps } from './target.tsx';

/** How it is carried out: what it is called, why it is asked for, when it may begin, how fast it goes. */
export function CarryingOut({ form, problems, onChange }: FormPartProps): JSX.Element {
  const { form: texts } = t();
  const { name, reason, notBefore, rate, first, deliverTo } = form;
  const isUsed = [name, reason, notBefore, rate, first, deliverTo].some((text) => text !== '');
  const hasProblem =
    (problems.name ??
      problems.reason ??
      problems.not_before ??
      problems.max_rate_per_second ??
      problems.first ??
      problems.deliver_to) !== undefined;
  return (
    <details class="more" open={isUsed || hasProblem}>
      <summary>
        {texts.carryingOut} <span class="hint">{texts.filtersHint}</span>
      </summary>
      <div class="more-content">
        <TextInput
          label={texts.name}
          value={form.name}
          hint={texts.nameHint}
          problem={problems.name}
          onInput={(name) => onChange({ name })}
        />
        <TextInput
          label={texts.reason}
          value={form.reason}
          hint={texts.reasonHint}
          problem={problems.reason}
          onInput={(reason) => onChange({ reason })}
        />
        <DateTimeInput
          label={texts.notBefore}
          end="start"
          value={form.notBefore}
          language={form.language}
          problem={problems.not_before}
          onInput={(notBefore) => onChange({ notBefore })}
        />
        <TextInput
          label={texts.rate}
          value={form.rate}
          hint={texts.rateHint}
          problem={problems.max_rate_per_second}
          onInput={(rate) => onChange({ rate })}
        />
        {form.mode !== 'object' && (
          <TextInput
            label={texts.first}
            value={form.first}
            hint={texts.firstHint}
            inputMode="numeric"
            problem={problems.first}
            onInput={(first) => onChange({ first })}
          />
        )}
        <TextInput
          label={texts.deliverTo}
          value={deliverTo}
          hint={texts.deliverToHint}
          problem={problems.deliver_to}
          onInput={(id) => onChange({ deliverTo: id })}
        />
      </div>
    </details>
  );
}
