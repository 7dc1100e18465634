import type { Clock, DispatchStore } from '@webhooks/domain';
import { rowBuckets, type Metrics } from '@webhooks/telemetry';

import type { Engine } from '../engine/engine.ts';
import type { Notifications } from '../notifications/notifications.ts';
import { countAttempts } from './count-attempts.ts';
import { countOutcomes } from './count-outcomes.ts';
import { measureStore } from './measure-store.ts';

/** What the metrics of the dispatcher are read from. */
export interface DispatcherState {
  readonly isLeading: () => boolean;
  readonly isBrokerConnected: () => boolean;
  readonly clock: Clock;
}

/** Puts meters around what is used, and reads what runs when somebody asks. */
export interface DispatcherMetrics {
  readonly measureStore: (store: DispatchStore) => DispatchStore;
  /** What runs from now on, until the engine ends. */
  readonly follow: (engine: Engine, notifications: Pick<Notifications, 'overdueMs'>) => void;
}

/** Registers the metrics of the dispatcher. */
export function createDispatcherMetrics(
  metrics: Metrics,
  { isLeading, isBrokerConnected, clock }: DispatcherState,
): DispatcherMetrics {
  let engine: Engine | null = null;
  let notifications: Pick<Notifications, 'overdueMs'> | null = null;
  metrics.gauge('lease_held', 'Whether this dispatcher is the active one', () =>
    Number(isLeading()),
  );
  metrics.gauge('nats_connected', 'Whether NATS answers and its stream is in place', () =>
    Number(isBrokerConnected()),
  );
  metrics.gauge('deliveries_in_flight', 'Deliveries that are taken and not recorded yet', () =>
    engine === null ? 0 : engine.inFlight,
  );
  metrics.gauge('resends_in_work', 'Resends that have something in memory', () =>
    engine === null ? 0 : engine.activeResends,
  );
  metrics.gauges(
    'endpoints',
    'Endpoints that something goes to now, by the state of their breaker',
    ['breaker'],
    () => {
      const { closed, open, half_open } = engine?.breakers() ?? {
        closed: 0,
        open: 0,
        half_open: 0,
      };
      return [
        [{ breaker: 'closed' }, closed],
        [{ breaker: 'open' }, open],
        [{ breaker: 'half_open' }, half_open],
      ];
    },
  );
  const retries = (): ReturnType<Engine['waitingRetries']> =>
    engine?.waitingRetries(clock.now()) ?? { loaded: 0, endpoints: 0, overdueMs: 0 };
  metrics.gauge('retries_loaded', 'Retries that are due and in memory', () => retries().loaded);
  metrics.gauge('retry_endpoints', 'Endpoints that a retry waits for', () => retries().endpoints);
  metrics.gauge(
    'retry_overdue_seconds',
    'For how long the longest due retry waits that could be loaded and is not',
    () => retries().overdueMs / 1000,
  );
  metrics.gauge(
    'notice_overdue_seconds',
    'For how long a notification that is due may have waited without anybody seeing to it',
    () => (notifications?.overdueMs(clock.now()) ?? 0) / 1000,
  );
  const rows = metrics.histograms(
    'commit_rows',
    'Rows of one transaction',
    'operation',
    rowBuckets,
  );
  const seconds = metrics.histograms(
    'commit_seconds',
    'Time of one transaction, waiting for its turn included',
    'operation',
  );
  const meters = {
    rows,
    seconds,
    attempts: countAttempts(metrics),
    deliveries: countOutcomes(
      metrics,
      'deliveries_total',
      'What became of deliveries: settled as delivered, failed, skipped or cancelled, or retrying',
    ),
    notifications: countOutcomes(
      metrics,
      'notices_total',
      'What became of notifications: settled as delivered, failed or skipped, or retrying',
    ),
  };
  return {
    measureStore: (store) => measureStore(store, meters),
    follow: (next, itsNotifications) => {
      engine = next;
      notifications = itsNotifications;
      void next.ended.then(() => {
        if (engine !== next) return;
        engine = null;
        notifications = null;
      });
    },
  };
}
