import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

import type { Count, Preview, ResendRequest } from '../api/types.ts';
import { formatCount, formatDuration } from '../i18n/format.ts';
import { t } from '../i18n/locale.ts';
import { rangeInWords } from '../date-times/date-time-words.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Icon } from '../ui/icons.tsx';
import { DateTime } from '../ui/date-time.tsx';
import { Name } from '../ui/name.tsx';
import { type Arrival, arrivalOf, CannotArrive } from './cannot-arrive.tsx';
import type { Previewed } from './use-resend-request.ts';

export interface PreviewPanelProps {
  readonly previewed: Previewed;
  /** The form says something else by now. */
  readonly isOutdated: boolean;
  readonly isSending: boolean;
  readonly onSend: () => void;
}

/** What would be sent, and the button that sends it. */
export function PreviewPanel(props: PreviewPanelProps): JSX.Element {
  const { previewed, isOutdated, isSending, onSend } = props;
  const { preview } = previewed;
  const { preview: texts } = t();
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => heading.current?.focus(), [previewed]);
  const arrival = arrivalOf(preview);
  return (
    <section class={`card preview ${isOutdated ? 'preview-outdated' : ''}`}>
      <h2 ref={heading} tabIndex={-1}>
        {texts.title}
      </h2>
      <Range {...previewed.request} />
      {preview.deliveries === 0 ? <Nothing preview={preview} /> : <Something preview={preview} />}
      <InHand previewed={previewed} />
      <NewerOutside preview={preview} />
      {preview.duration_seconds !== null && preview.deliveries > 0 && (
        <p>{texts.takes(formatDuration(preview.duration_seconds * 1000))}</p>
      )}
      {isOutdated ? (
        <p class="notice notice-warn">
          <Icon name="alert" />
          <span>{texts.outdated}</span>
        </p>
      ) : (
        arrival.now + arrival.later > 0 && (
          <Button kind="primary" icon="resend" isBusy={isSending} onClick={onSend}>
            {isSending ? texts.sending : sendText(arrival)}
          </Button>
        )
      )}
    </section>
  );
}

function sendText({ now, later }: Arrival): string {
  const { preview: texts } = t();
  if (later === 0) return texts.send(now, formatCount(now));
  return now === 0
    ? texts.sendLater(later, formatCount(later))
    : texts.sendSome(now, formatCount(now), formatCount(later));
}

/** What was asked for, so that a date that was meant otherwise is seen. */
function Range({ start_datetime: start, end_datetime: end }: ResendRequest): JSX.Element | null {
  if (start === undefined || end === undefined) return null;
  return <p>{rangeInWords(start, end)}</p>;
}

/** What UNDELIVERED leaves out, or takes in although somebody is at it. */
function InHand({ previewed }: { readonly previewed: Previewed }): JSX.Element | null {
  const { preview: texts } = t();
  const { preview, request } = previewed;
  if (preview.undelivered === null) return null;
  const isIn = request.include_in_hand === true;
  const { already_delivered, held_by_resend, retried_by_sender } = preview.undelivered;
  const parts = [
    [already_delivered, texts.leftOutDelivered],
    [held_by_resend, isIn ? texts.includedHeld : texts.leftOutHeld],
    [retried_by_sender, isIn ? texts.includedRetried : texts.leftOutRetried],
  ] as const;
  const lines = parts.filter(([count]) => count > 0);
  if (lines.length === 0) return null;
  return (
    <ul class="hint">
      {lines.map(([count, text]) => (
        <li key={text('')}>{text(formatCount(count))}</li>
      ))}
    </ul>
  );
}

/** Objects whose newest event would not go. */
function NewerOutside({ preview }: { readonly preview: Preview }): JSX.Element | null {
  const { newer_outside: count } = preview;
  if (count === null || count === 0) return null;
  return <p class="hint">{t().preview.newerOutside(count, formatCount(count))}</p>;
}

function Nothing({ preview }: { readonly preview: Preview }): JSX.Element {
  const { preview: texts } = t();
  const { unwanted_events: unmatched } = preview;
  return (
    <EmptyState icon="inbox" title={texts.empty}>
      <p>{unmatched > 0 ? texts.unmatched(unmatched, formatCount(unmatched)) : texts.emptyLead}</p>
    </EmptyState>
  );
}

function Something({ preview }: { readonly preview: Preview }): JSX.Element {
  const { preview: texts, names } = t();
  const { deliveries, events } = preview;
  const outcomes = preview.by_last_outcome.filter((one) => one.deliveries > 0);
  const { now: arriving } = arrivalOf(preview);
  const again = outcomes.find((one) => one.last_outcome === 'delivered');
  return (
    <>
      <p class="big-figure">
        <b class="number">{formatCount(arriving)}</b> {texts.deliveries(arriving)}
        <span class="sub number">
          {formatCount(events)} {texts.events(events)}
        </span>
      </p>
      <CannotArrive preview={preview} />
      <dl class="pairs">
        {preview.oldest_event_at !== null && (
          <Pair name={texts.oldest} iso={preview.oldest_event_at} />
        )}
        {preview.newest_event_at !== null && (
          <Pair name={texts.newest} iso={preview.newest_event_at} />
        )}
      </dl>
      <Breakdown
        title={texts.byOutcome}
        total={deliveries}
        parts={outcomes.map((one) => ({ ...one, name: names.outcomes[one.last_outcome] }))}
      />
      {again !== undefined && (
        <p class="hint">{texts.again(again.deliveries, formatCount(again.deliveries))}</p>
      )}
      <Breakdown
        title={texts.byType}
        total={deliveries}
        parts={preview.by_event_type.map((one) => ({ ...one, name: one.event_type }))}
      />
      <Breakdown
        title={texts.byEndpoint}
        total={deliveries}
        parts={preview.by_endpoint.map((one) => ({ ...one, name: one.endpoint_id }))}
      />
    </>
  );
}

function Pair({ name, iso }: { readonly name: string; readonly iso: string }): JSX.Element {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <DateTime iso={iso} />
      </dd>
    </div>
  );
}

/** Parts of a whole, each with its share as a bar. */
function Breakdown(props: {
  readonly title: string;
  readonly total: number;
  readonly parts: readonly (Count & { readonly name: string })[];
}): JSX.Element {
  const { title, total, parts } = props;
  return (
    <div class="breakdown">
      <h3>{title}</h3>
      <ul>
        {parts.map(({ name, deliveries, skipped }) => (
          <li key={name}>
            <span class="breakdown-name">
              <Name text={name} />
            </span>
            <span class="number">
              {formatCount(deliveries)}
              {skipped > 0 && (
                <span class="muted">
                  {' '}
                  ({formatCount(skipped)} {t().preview.skippedShort})
                </span>
              )}
            </span>
            <span class="share" aria-hidden="true">
              <span style={{ width: `${(deliveries / Math.max(total, 1)) * 100}%` }} />
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
