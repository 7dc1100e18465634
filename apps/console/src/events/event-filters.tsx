import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';

import { timeZone } from '../date-times/date-time-words.ts';
import type { Period } from '../date-times/periods.ts';
import { isoOf, readDateTime, typedFromIso } from '../date-times/instants.ts';
import { language, t } from '../i18n/locale.ts';
import { navigate } from '../navigation/navigation.ts';
import { hrefs } from '../navigation/route.ts';
import { DateTimeInput } from '../ui/date-time-input.tsx';
import { Button, ButtonLink } from '../ui/button.tsx';
import { Select } from '../ui/select.tsx';
import { PeriodChoice } from '../ui/period-choice.tsx';
import { TextInput } from '../ui/text-input.tsx';
import { EventChoices } from './event-choices.tsx';
import { selectById } from './select-by-id.ts';
import {
  type EventFilters,
  idsOf,
  type SoughtBy,
  soughtBy,
  soughtIn,
  withSought,
} from './event-query.ts';

/** Narrows the events; what holds stands in the address, so that it can be kept and shared. */
export function EventFilterForm({ filters }: { readonly filters: EventFilters }): JSX.Element {
  const { events: texts, resends, form } = t();
  const [typed, setTyped] = useState(() => typedOf(filters));
  const [problems, setProblems] = useState<Problems>({});
  useEffect(() => setTyped(typedOf(filters)), [JSON.stringify(filters), language.value]);
  const { start_datetime: _start, end_datetime: _end, ...rest } = filters;
  const set = (part: Partial<Typed>): void => {
    setTyped({ ...typed, ...part });
    setProblems({});
  };
  const apply = (chosen: EventFilters): void => {
    const found = problemsOf(typed);
    setProblems(found);
    if (Object.keys(found).length > 0) return;
    const ids = typed.by === 'event_id' ? idsOf(typed.text) : [];
    const [id] = ids;
    if (ids.length > 1) void selectById(ids);
    else if (id !== undefined) navigate(hrefs.event(id));
    else navigate(hrefs.events({ ...withSought(chosen, typed), ...rangeOf(typed) }));
  };
  const choose = ({ from, to }: Period): void =>
    navigate(hrefs.events({ ...withSought(rest, typed), start_datetime: from, end_datetime: to }));
  return (
    <form
      class="filters filters-hinted"
      role="search"
      aria-label={resends.filters}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        apply(rest);
      }}
    >
      <Select
        label={texts.findBy}
        value={typed.by}
        options={soughtBy.map((by) => [by, texts.soughtBy[by]] as const)}
        onChange={(by) => set({ by })}
      />
      <TextInput
        label={texts.soughtBy[typed.by]}
        value={typed.text}
        problem={problems.text === undefined ? undefined : form[problems.text]}
        onInput={(text) => set({ text })}
      />
      <EventChoices filters={rest} onChange={apply} />
      <DateTimeInput
        label={form.from}
        end="start"
        value={typed.from}
        language={language.value}
        problem={problems.from === undefined ? undefined : form[problems.from]}
        onInput={(from) => set({ from })}
      />
      <DateTimeInput
        label={form.to}
        end="end"
        value={typed.to}
        language={language.value}
        problem={problems.to === undefined ? undefined : form[problems.to]}
        onInput={(to) => set({ to })}
      />
      <div class="filter-wide">
        <PeriodChoice onChoose={choose} />
        <p class="hint">{form.zone(timeZone())}</p>
      </div>
      <div class="filter-actions">
        <Button type="submit" kind="primary" icon="search">
          {texts.search}
        </Button>
        {Object.keys(filters).length > 0 && (
          <ButtonLink href={hrefs.events()}>{resends.clear}</ButtonLink>
        )}
      </div>
    </form>
  );
}

/** What is typed and not chosen. */
interface Typed {
  readonly by: SoughtBy;
  readonly text: string;
  readonly from: string;
  readonly to: string;
}

type DateProblem = Extract<ReturnType<typeof readDateTime>, string>;

interface Problems {
  readonly text?: 'badId';
  readonly from?: DateProblem | 'badRange';
  readonly to?: DateProblem;
}

function typedOf(filters: EventFilters): Typed {
  const { start_datetime: start = '', end_datetime: end = '' } = filters;
  return {
    ...soughtIn(filters),
    from: typedFromIso(start, 'start', language.value),
    to: typedFromIso(end, 'end', language.value),
  };
}

function problemsOf({ by, text, from, to }: Typed): Problems {
  const start = from.trim() === '' ? null : readDateTime(from, 'start', language.value);
  const end = to.trim() === '' ? null : readDateTime(to, 'end', language.value);
  const isBackwards = typeof start === 'number' && typeof end === 'number' && start > end;
  const isObject = by === 'CASHIN' || by === 'CASHOUT';
  return {
    ...(isObject && !/^\d*$/.test(text.trim()) ? { text: 'badId' as const } : {}),
    ...(isBackwards ? { from: 'badRange' as const } : {}),
    ...(typeof start === 'string' ? { from: start } : {}),
    ...(typeof end === 'string' ? { to: end } : {}),
  };
}

function rangeOf({ from, to }: Typed): EventFilters {
  const start = readDateTime(from, 'start', language.value);
  const end = readDateTime(to, 'end', language.value);
  return {
    ...(typeof start === 'number' ? { start_datetime: isoOf(start) } : {}),
    ...(typeof end === 'number' ? { end_datetime: isoOf(end) } : {}),
  };
}
