import type { JSX } from 'preact';

import { type Language, t } from '../i18n/locale.ts';
import { type RangeEnd, readDateTime, skippedAround } from '../date-times/instants.ts';
import { dateTimeInWords } from '../date-times/date-time-words.ts';
import { TextInput } from './text-input.tsx';

export interface DateTimeInputProps {
  readonly label: string;
  readonly end: RangeEnd;
  readonly value: string;
  /** The one that the value is typed in. */
  readonly language: Language;
  readonly problem?: string | undefined;
  readonly onInput: (value: string) => void;
}

/**
 * A date and a time, typed in the form of the page's language and repeated in words. Not the
 * browser's own input, which goes by the browser's language.
 */
export function DateTimeInput(props: DateTimeInputProps): JSX.Element {
  const { label, end, value, language, problem, onInput } = props;
  const { dateTimes } = t();
  const us = readDateTime(value, end, language);
  const skipped = skippedAround(value, language);
  const said = typeof us === 'number' ? dateTimeInWords(us, end) : dateTimes.hint;
  return (
    <TextInput
      label={label}
      value={value}
      placeholder={dateTimes.placeholder}
      hint={skipped === null ? said : dateTimes.skipped(clock(skipped[0]), clock(skipped[1]))}
      problem={problem}
      onInput={onInput}
    />
  );
}

/** "02:00"; of milliseconds of a day. */
function clock(ms: number): string {
  return new Date(ms).toISOString().slice(11, 16);
}
