import type { DispatchStore } from '@webhooks/domain';

import type { Database } from '../sql/database.ts';
import { createNoticeQueue } from '../notifications/notification-store.ts';
import { createAttemptPruner } from '../retention/prune-attempts.ts';
import { createDeliveryPruner } from '../retention/prune-deliveries.ts';
import { createStatisticsPruner } from '../retention/prune-statistics.ts';
import { createBreakerNotes } from './breaker-store.ts';
import { createControls } from './control-requests.ts';
import { createSetCounting } from './count-set.ts';
import { createCurrentEndpoints } from './current-endpoints.ts';
import { createFenceGuard } from '../lease/fence-guard.ts';
import { createGoneMarker } from './gone-endpoints.ts';
import { createDeliveryLoader } from './load-deliveries.ts';
import { createResendLoader } from './load-resend.ts';
import { createPlanner } from './plan-page.ts';
import { createRecorder } from './record-attempts.ts';
import { createRetriesAhead } from './clock-rollback.ts';
import { createRetries } from './retries.ts';
import { createSettlement } from './settlement.ts';
import { createWaitingSettler } from './settle-unsent.ts';
import { createTaker } from './claim-resends.ts';

/** Deliveries and progress in SQLite. */
export function createSqliteDispatchStore(database: Database): DispatchStore {
  const fences = createFenceGuard(database);
  const settlement = createSettlement(database);
  return {
    ...createResendLoader(database, fences),
    ...createSetCounting(database, fences, settlement),
    ...createDeliveryLoader(database),
    ...createRetries(database, fences),
    ...createRetriesAhead(database, fences),
    ...createControls(database, fences),
    ...createCurrentEndpoints(database),
    ...createBreakerNotes(database, fences),
    ...createNoticeQueue(database, fences),
    markEndpointGone: createGoneMarker(database, fences),
    claim: createTaker(database, fences, settlement),
    planPage: createPlanner(database, fences, settlement),
    record: createRecorder(database, fences, settlement),
    settleUnsent: createWaitingSettler(database, fences, settlement),
    pruneAttempts: createAttemptPruner(database, fences),
    pruneDeliveries: createDeliveryPruner(database, fences),
    pruneStatistics: createStatisticsPruner(database, fences),
  };
}
