import type { BacklogStore, Clock, ModeBacklog, ResendMode } from '@webhooks/domain';
import { atMostEvery, type Metrics, type Sample } from '@webhooks/telemetry';

/** What waits is read no more often; the numbers are that much older at most. */
const READ_EVERY_MS = 3_000;
/** Rows of each kind that are looked at: a few milliseconds. */
const MAX_ROWS = 1_000;
const MODES = ['interactive', 'bulk'] as const satisfies readonly ResendMode[];

/** Registers what waits, by the class of the resend: interactive for one object, bulk for a range. */
export function registerBacklog(
  metrics: Metrics,
  { backlog, clock }: { readonly backlog: BacklogStore; readonly clock: Pick<Clock, 'now'> },
): void {
  const read = atMostEvery(READ_EVERY_MS, () => backlog.read(MAX_ROWS));
  const byClass = (name: string, help: string, value: (mode: ModeBacklog) => number): void => {
    metrics.gauges(name, help, ['class'], async () => {
      const { modes } = await read();
      return MODES.map((mode) => [{ class: mode }, value(modes[mode])] as const);
    });
  };
  const ageS = (atMs: number | null): number =>
    atMs === null ? 0 : Math.max(0, clock.now() - atMs) / 1000;

  byClass(
    'resends_unsettled',
    `Resends that are not settled, up to ${MAX_ROWS}`,
    ({ unsettled }) => unsettled,
  );
  byClass(
    'deliveries_waiting',
    `Deliveries without an outcome, of the ${MAX_ROWS} oldest unsettled resends`,
    ({ waitingDeliveries }) => waitingDeliveries,
  );
  byClass(
    'oldest_unsettled_seconds',
    'Age of the oldest resend that is neither settled nor paused; 0 when there is none',
    ({ oldestUnsettledAtMs }) => ageS(oldestUnsettledAtMs),
  );
  byClass(
    'oldest_unstarted_seconds',
    'Age of the oldest resend that nobody has begun and that is not paused; 0 when there is none',
    ({ oldestUnstartedAtMs }) => ageS(oldestUnstartedAtMs),
  );
  metrics.gauges(
    'notices_unsettled',
    `Notices that are not settled, up to ${MAX_ROWS}`,
    [],
    async () => [[{}, (await read()).notifications.unsettled]],
  );
  metrics.gauges(
    'oldest_notice_seconds',
    'Age of the oldest notice that is not settled; 0 when there is none',
    [],
    async () => [[{}, ageS((await read()).notifications.oldestAtMs)]],
  );
  metrics.gauges(
    'outbox_jobs',
    `Jobs that are not at the broker, or there and not known to be begun, up to ${MAX_ROWS} each`,
    ['state'],
    async (): Promise<readonly Sample[]> => {
      const { jobs } = await read();
      return [
        [{ state: 'unpublished' }, jobs.unpublished],
        [{ state: 'published' }, jobs.published],
      ];
    },
  );
}
