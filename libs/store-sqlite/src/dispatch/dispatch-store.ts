import type { DispatchStore } from '@webhooks/domain';

import type { Database } from '../sql/database.ts';
import { createNotificationStore } from '../notifications/notification-store.ts';
import { createAttemptPruner } from '../retention/prune-attempts.ts';
import { createDeliveryPruner } from '../retention/prune-deliveries.ts';
import { createStatisticsPruner } from '../retention/prune-statistics.ts';
import { createBreakerStore } from './breaker-store.ts';
import { createControlRequests } from './control-requests.ts';
import { createSetCounting } from './count-set.ts';
import { createCurrentEndpoints } from './current-endpoints.ts';
import { createFenceGuard } from '../lease/fence-guard.ts';
import { createGoneMarker } from './gone-endpoints.ts';
import { createDeliveryLoader } from './load-deliveries.ts';
import { createResendLoader } from './load-resend.ts';
import { createPlanner } from './plan-page.ts';
import { createAttemptWriter } from './record-attempts.ts';
import { createClockRollbackStore } from './clock-rollback.ts';
import { createRetries } from './retries.ts';
import { createSamples } from './samples.ts';
import { createSettlement } from './settlement.ts';
import { createUnsentSettler } from './settle-unsent.ts';
import { createTestEventQueue } from '../test-events/test-event-queue.ts';
import { createClaimer } from './claim-resends.ts';

/** Deliveries and progress in SQLite. */
export function createSqliteDispatchStore(database: Database): DispatchStore {
  const fences = createFenceGuard(database);
  const settlement = createSettlement(database);
  return {
    ...createResendLoader(database, fences),
    ...createSetCounting(database, fences, settlement),
    ...createDeliveryLoader(database),
    ...createRetries(database, fences),
    ...createClockRollbackStore(database, fences),
    ...createControlRequests(database, fences),
    ...createSamples(database, fences),
    ...createCurrentEndpoints(database),
    ...createBreakerStore(database, fences),
    ...createNotificationStore(database, fences),
    ...createTestEventQueue(database, fences),
    markEndpointGone: createGoneMarker(database, fences),
    claim: createClaimer(database, fences, settlement),
    planPage: createPlanner(database, fences, settlement),
    record: createAttemptWriter(database, fences, settlement),
    settleUnsent: createUnsentSettler(database, fences, settlement),
    pruneAttempts: createAttemptPruner(database, fences),
    pruneDeliveries: createDeliveryPruner(database, fences),
    pruneStatistics: createStatisticsPruner(database, fences),
  };
}
