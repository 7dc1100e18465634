import type { BreakerStore } from './breaker-store.ts';
import type { ClockRollbackStore } from './clock-rollback-store.ts';
import type { CompletionStore } from './completion-store.ts';
import type { ControlRequestStore } from './control-request-store.ts';
import type { CurrentEndpointStore } from './current-endpoint-store.ts';
import type { DeliveryLoader } from './delivery-loader.ts';
import type { DeliveryRetentionStore } from './delivery-retention-store.ts';
import type { NotificationStore } from './notification-store.ts';
import type { PlanStore } from './plan-store.ts';
import type { ResendWorkStore } from './resend-work-store.ts';
import type { RetryStore } from './retry-store.ts';
import type { SampleStore } from './sample-store.ts';
import type { TestEventQueue } from './test-event-queue.ts';

/**
 * Deliveries and progress, as the dispatcher writes and reads them. Every write is fenced, and may be
 * repeated by a caller that does not know whether it was committed: it is done once and answers what
 * stands.
 */
export type DispatchStore = BreakerStore &
  ClockRollbackStore &
  CompletionStore &
  ControlRequestStore &
  CurrentEndpointStore &
  DeliveryLoader &
  DeliveryRetentionStore &
  NotificationStore &
  PlanStore &
  ResendWorkStore &
  RetryStore &
  SampleStore &
  TestEventQueue;
