import { acceptSuite } from './accept-suite.ts';
import { agreementSuite } from './agreement-suite.ts';
import { auditSuite } from './audit-suite.ts';
import { backlogSuite } from './backlog-suite.ts';
import { catalogSuite } from './catalog-suite.ts';
import { controlSuite } from './control-suite.ts';
import { deliveryListSuite } from './delivery-list-suite.ts';
import { endpointSuite } from './endpoint-suite.ts';
import { healthSuite } from './health-suite.ts';
import { identitySuite } from './identity-suite.ts';
import { eventKeySuite } from './event-key-suite.ts';
import { eventListSuite } from './event-list-suite.ts';
import { eventStateSuite } from './event-state-suite.ts';
import { eventSuite } from './event-suite.ts';
import { leaseSuite } from './lease-suite.ts';
import { listedSuite } from './listed-suite.ts';
import { limitSuite } from './limit-suite.ts';
import { listSuite } from './list-suite.ts';
import { madeEndpointSuite } from './made-endpoint-suite.ts';
import { newestSuite } from './newest-suite.ts';
import { notificationSuite } from './notification-suite.ts';
import { optionSuite } from './option-suite.ts';
import { outboxSuite } from './outbox-suite.ts';
import { outcomeSuite } from './outcome-suite.ts';
import { ownEndpointSuite } from './own-endpoint-suite.ts';
import { planSuite } from './plan-suite.ts';
import { portalSuite } from './portal-suite.ts';
import { predicateSuite } from './predicate-suite.ts';
import { previewSuite } from './preview-suite.ts';
import { progressSuite } from './progress-suite.ts';
import { recordSuite } from './record-suite.ts';
import { recoverySuite } from './recovery-suite.ts';
import { retentionSuite } from './retention-suite.ts';
import { retryFailedSuite } from './retry-failed-suite.ts';
import { retrySuite } from './retry-suite.ts';
import { statisticsSuite } from './statistics-suite.ts';
import type { OpenStores } from './stores.ts';
import { claimSuite } from './claim-suite.ts';
import { testEndpointSuite } from './test-endpoint-suite.ts';
import { proofSuite } from './proof-suite.ts';
import { testEventSuite } from './test-event-suite.ts';
import { undeliveredSuite } from './undelivered-suite.ts';

export { checkAgreement } from './agreement.ts';
export type { OpenStores, Stores } from './stores.ts';

/** Registers, as mocha tests, everything that any adapter of the store ports must do. */
export function storeConformance(open: OpenStores): void {
  catalogSuite(open);
  endpointSuite(open);
  ownEndpointSuite(open);
  madeEndpointSuite(open);
  outcomeSuite(open);
  identitySuite(open);
  eventSuite(open);
  eventListSuite(open);
  eventKeySuite(open);
  eventStateSuite(open);
  acceptSuite(open);
  outboxSuite(open);
  optionSuite(open);
  backlogSuite(open);
  listSuite(open);
  deliveryListSuite(open);
  previewSuite(open);
  undeliveredSuite(open);
  listedSuite(open);
  newestSuite(open);
  agreementSuite(open);
  testEndpointSuite(open);
  testEventSuite(open);
  proofSuite(open);
  limitSuite(open);
  recoverySuite(open);
  healthSuite(open);
  controlSuite(open);
  auditSuite(open);
  portalSuite(open);
  dispatchConformance(open);
}

/** The part of it that imports rely on. */
export { catalogSuite as catalogConformance };

/** The part of it that the dispatcher relies on. */
export function dispatchConformance(open: OpenStores): void {
  leaseSuite(open);
  predicateSuite(open);
  claimSuite(open);
  planSuite(open);
  progressSuite(open);
  recordSuite(open);
  retrySuite(open);
  retryFailedSuite(open);
  retentionSuite(open);
  statisticsSuite(open);
  notificationSuite(open);
}
