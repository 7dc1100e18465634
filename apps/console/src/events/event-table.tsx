import type { EventLog } from '@webhooks/client';
import type { JSX } from 'preact';

import { formatCount } from '../i18n/format.ts';
import { t } from '../i18n/locale.ts';
import { hrefs } from '../navigation/route.ts';
import { announceProblem } from '../ui/announcement.tsx';
import { DateTime } from '../ui/date-time.tsx';
import { Name } from '../ui/name.tsx';
import { RowCheck } from '../ui/row-check.tsx';
import { labelOfAccount } from '../accounts/known-accounts.ts';
import { eventKeys } from './event-query.ts';
import { OutcomePill } from './outcome-pill.tsx';
import { MAX_SELECTED } from '../payload/limits.ts';
import { select, selected } from './selection.ts';

/** Events as rows, on a narrow screen as cards. */
export function EventTable({ events }: { readonly events: readonly EventLog[] }): JSX.Element {
  const { events: texts } = t();
  const chosen = selected.value;
  const areAll = events.every(({ id }) => chosen.has(id));
  return (
    <div class="card card-flush">
      <table class="rows rows-events">
        <thead>
          <tr>
            <th scope="col" class="cell-select">
              <RowCheck
                label={texts.selectPage}
                isChecked={areAll}
                onChange={(isChosen) => choose(events, isChosen)}
              />
            </th>
            <th scope="col">{texts.event}</th>
            <th scope="col">{texts.object}</th>
            <th scope="col">{texts.choices.account_mirror_id}</th>
            <th scope="col">{texts.original}</th>
            <th scope="col">{texts.when}</th>
          </tr>
        </thead>
        <tbody>
          {events.map((event) => (
            <EventRow key={event.id} event={event} isChosen={chosen.has(event.id)} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function EventRow(props: { readonly event: EventLog; readonly isChosen: boolean }): JSX.Element {
  const { event, isChosen } = props;
  const { events: texts, names } = t();
  const { object_reference_id: objectId, resend_type: type } = event;
  return (
    <tr class="row-link">
      <td class="cell-select">
        <RowCheck
          label={texts.select(event.id)}
          isChecked={isChosen}
          onChange={(isNow) => choose([event], isNow)}
        />
      </td>
      <th scope="row">
        <a href={hrefs.event(event.id)} translate={false}>
          <Name text={event.id} />
        </a>
        <code class="sub">
          <Name text={event.event_type} />
        </code>
      </th>
      <td>
        {objectId === null ? texts.noObject : `${names.objects[type]} ${objectId}`}
        <Keys event={event} />
      </td>
      <td>
        <Name text={labelOfAccount(event)} />
      </td>
      <td>
        <OutcomePill outcome={event.original_outcome} />
      </td>
      <td class="muted">
        <DateTime iso={event.occurred_at} />
      </td>
    </tr>
  );
}

/** What else it is known by. */
function Keys({ event }: { readonly event: EventLog }): JSX.Element | null {
  const { events: texts } = t();
  const set = eventKeys.filter((name) => event.keys[name] !== null);
  if (set.length === 0) return null;
  return (
    <span class="sub" translate={false}>
      {set.map((name) => (
        <span key={name} class="key-value" title={texts.soughtBy[name]}>
          <Name text={event.keys[name] ?? ''} />{' '}
        </span>
      ))}
    </span>
  );
}

function choose(events: readonly EventLog[], isChosen: boolean): void {
  if (!select(events, isChosen)) announceProblem(t().events.tooMany(formatCount(MAX_SELECTED)));
}
