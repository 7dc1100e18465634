import type { JSX } from 'preact';

import { lengthsMs, type Period, periodOf, periodSince } from '../date-times/periods.ts';
import { t } from '../i18n/locale.ts';
import { Button } from './button.tsx';

/** Periods that are chosen by a click; of each disabled endpoint, since it was. */
export function PeriodChoice(props: {
  readonly disabled?: readonly { readonly id: string; readonly since: string }[];
  readonly onChoose: (period: Period) => void;
}): JSX.Element {
  const { periods: texts } = t();
  const { disabled = [], onChoose } = props;
  return (
    <div class="bar" role="group" aria-label={texts.label}>
      {(['lastHour', 'lastDay', 'lastWeek'] as const).map((name) => (
        <Button
          key={name}
          kind="quiet"
          onClick={() => onChoose(periodOf(lengthsMs[name], Date.now()))}
        >
          {texts[name]}
        </Button>
      ))}
      {disabled.map(({ id, since }) => (
        <Button
          key={id}
          kind="quiet"
          onClick={() => onChoose(periodSince(Date.parse(since), Date.now()))}
        >
          {texts.sinceDisabled(id)}
        </Button>
      ))}
    </div>
  );
}
