import type { JSX } from 'preact';

import type { Preview } from '../api/types.ts';
import { formatCount, formatRelative } from '../i18n/format.ts';
import { t } from '../i18n/locale.ts';
import { Blocked } from '../ui/blocked.tsx';
import { now } from '../ui/now.ts';

/** How many deliveries arrive when. */
export interface Arrival {
  readonly now: number;
  /** Once their endpoint works again. */
  readonly later: number;
}

/** A server that does not say what waits counts it with the rest. */
export type Arriving = Omit<Preview, 'waiting' | 'waiting_endpoints'> &
  Partial<Pick<Preview, 'waiting' | 'waiting_endpoints'>>;

/** What would arrive now, and what only later. */
export function arrivalOf({ deliveries, skipped, waiting: later = 0 }: Arriving): Arrival {
  return { now: deliveries - skipped - later, later };
}

/** What would not arrive now, and where that is mended. */
export function CannotArrive({ preview }: { readonly preview: Arriving }): JSX.Element {
  const { preview: texts } = t();
  const { skipped, waiting = 0, waiting_endpoints: waits = [] } = preview;
  const unproven = waits.filter(isUnproven).reduce((sum, one) => sum + one.deliveries, 0);
  const disabled = preview.by_endpoint.filter((one) => one.skipped > 0);
  return (
    <>
      {skipped > 0 && (
        <Blocked
          text={texts.skipped(skipped, formatCount(skipped))}
          ids={disabled.map(({ endpoint_id: id }) => id)}
        />
      )}
      {waiting > unproven && (
        <Blocked
          text={`${texts.waiting(waiting - unproven, formatCount(waiting - unproven))} ${nextTest(waits)}`}
          ids={idsOf(waits.filter((one) => !isUnproven(one)))}
        />
      )}
      {unproven > 0 && (
        <Blocked
          text={texts.unproven(unproven, formatCount(unproven))}
          ids={idsOf(waits.filter(isUnproven))}
        />
      )}
    </>
  );
}

function isUnproven({ waiting_for: reason }: Preview['waiting_endpoints'][number]): boolean {
  return reason === 'verification';
}

function idsOf(waits: Preview['waiting_endpoints']): string[] {
  return waits.map(({ endpoint_id: id }) => id);
}

/** The first test that comes; nothing when none does by itself. */
function nextTest(waits: Preview['waiting_endpoints']): string {
  const times = waits.flatMap(({ next_test_at: at }) => (at === null ? [] : [Date.parse(at)]));
  if (times.length === 0) return '';
  // A past test comes any moment.
  const atMs = Math.max(Math.min(...times), now.value);
  return t().endpointProgress.nextTest(formatRelative(atMs, now.value));
}
