import type { JSX } from 'preact';
import { useState } from 'preact/hooks';

import { asApiError } from '../api/api-error.ts';
import type { TestEvent } from '../api/endpoint-types.ts';
import { getTestEvent, sendTestEvent } from '../api/endpoints-api.ts';
import { AttemptBody } from '../detail/attempts.tsx';
import { formatDuration } from '../i18n/format.ts';
import { t } from '../i18n/locale.ts';
import { announceProblem } from '../ui/announcement.tsx';
import { Button } from '../ui/button.tsx';
import { refusalText } from '../ui/error-notice.tsx';
import { Icon } from '../ui/icons.tsx';

const LOOK_MS = 1_000;
/** A dispatcher begins within a minute, and an attempt may take two. */
const MAX_LOOKS = 180;

/** Tries an endpoint with one marked event, and shows what it answered. */
export function TestDelivery({ id }: { readonly id: string }): JSX.Element {
  const { testEvent: texts } = t();
  const [event, setEvent] = useState<TestEvent | null>(null);
  const [isBusy, setBusy] = useState(false);
  const send = async (): Promise<void> => {
    setBusy(true);
    setEvent(null);
    try {
      setEvent(await settled(id));
    } catch (error) {
      announceProblem(refusalText(asApiError(error)));
    } finally {
      setBusy(false);
    }
  };
  return (
    <section class="card">
      <h2>{texts.title}</h2>
      <p class="hint">{texts.lead}</p>
      <Button icon="out" isBusy={isBusy} onClick={() => void send()}>
        {isBusy ? texts.sending : texts.send}
      </Button>
      <div role="status">{event !== null && <Result event={event} />}</div>
    </section>
  );
}

async function settled(id: string): Promise<TestEvent> {
  let { test_event: event } = await sendTestEvent(id);
  for (let looks = 0; event.state === 'PENDING' && looks < MAX_LOOKS; looks += 1) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    event = await getTestEvent(id, event.id);
  }
  return event;
}

function Result({ event }: { readonly event: TestEvent }): JSX.Element {
  const isTaken = event.state === 'DELIVERED';
  return (
    <div class={`notice notice-${isTaken ? 'good' : 'bad'}`}>
      <Icon name={isTaken ? 'check' : 'alert'} />
      <div>
        <p class="strong">{textOf(event)}</p>
        {isTaken && event.challenge_answered === false && <p>{t().testEvent.noChallenge}</p>}
        {event.mtls !== null && <p>{t().testEvent.mtls[event.mtls]}</p>}
        {event.attempt !== null && <AttemptBody attempt={event.attempt} />}
      </div>
    </div>
  );
}

function textOf({ reason, attempt, state }: TestEvent): string {
  const { testEvent: texts } = t();
  if (state === 'PENDING') return texts.slow;
  if (attempt === null) return texts.notSent(reason === null ? '' : texts.reasons[reason]);
  const { http_status: status, duration_ms: took } = attempt;
  return status === null ? texts.unanswered : texts.answered(String(status), formatDuration(took));
}
