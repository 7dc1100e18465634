import type { DispatchStore } from '@webhooks/domain';

import type { Database } from '../database.ts';
import { createSetCounting } from './count-set.ts';
import { createCurrentEndpoints } from './current-endpoints.ts';
import { createFenceGuard } from './fence-guard.ts';
import { createDeliveryLoader } from './load-deliveries.ts';
import { createDueLoader } from './load-due.ts';
import { createResendLoader } from './load-resend.ts';
import { createPlanner } from './plan-page.ts';
import { createRecorder } from './record.ts';
import { createSettlement } from './settlement.ts';

/** Deliveries and progress in SQLite. */
export function createSqliteDispatchStore(database: Database): DispatchStore {
  const fences = createFenceGuard(database);
  const settlement = createSettlement(database);
  return {
    ...createResendLoader(database, fences),
    ...createSetCounting(database, fences, settlement),
    ...createDeliveryLoader(database),
    ...createDueLoader(database),
    ...createCurrentEndpoints(database, fences),
    planPage: createPlanner(database, fences, settlement),
    record: createRecorder(database, fences, settlement),
  };
}
