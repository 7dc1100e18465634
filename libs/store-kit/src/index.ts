export { misusedEndpoint } from './acceptance/misused-endpoint.ts';
export type { NamedEndpoint, NamedEndpoints } from './acceptance/misused-endpoint.ts';
export { refusalOf } from './acceptance/refusal-of.ts';
export type { AcceptanceFacts } from './acceptance/refusal-of.ts';
export { endpointChanges } from './audit/endpoint-changes.ts';
export { changedEndpoint } from './catalog/change-endpoint.ts';
export {
  endpointLimitRefusal,
  newEndpointId,
  newOwnEndpoint,
  newSigningSecret,
} from './catalog/new-endpoint.ts';
export { ownChange } from './catalog/own-change.ts';
export { rotatedEndpoint } from './catalog/rotate-secret.ts';
export { testMarkViolation } from './catalog/test-mark.ts';
export {
  createCredentialSealer,
  keysOf,
  secretsKeyBytes,
} from './credentials/credential-sealer.ts';
export type { CredentialSealer, SecretsKeys } from './credentials/credential-sealer.ts';
export {
  credentialsText,
  sealCredentials,
  unsealCredentials,
} from './credentials/endpoint-credentials.ts';
export { createGroupCommit } from './group-commit.ts';
export type { GroupCommit, GroupCommitOptions } from './group-commit.ts';
export { certificateFacts } from './identities/certificate-facts.ts';
export { rotated } from './identities/rotated.ts';
export { readPage } from './paging/read-page.ts';
export {
  decodeDeliveryCursor,
  decodeEventKey,
  decodeRetriedCursor,
  encodeCursor,
} from './predicate/cursors.ts';
export type { DeliveryCursor, EventKey, RetriedCursor } from './predicate/cursors.ts';
export type {
  FoundDelivery,
  FrozenEndpoint,
  FrozenSet,
  SelectedSet,
  SetEndpoints,
  Snapshot,
  Span,
} from './predicate/frozen-set.ts';
export { frozenSetOf } from './predicate/frozen-set-of.ts';
export { PreviewTally } from './preview/preview-tally.ts';
export type { EndpointWait, PreviewGroup } from './preview/preview-tally.ts';
export { StepSize } from './preview/step-size.ts';
export { createRoundRobin } from './preview/round-robin.ts';
export type { NextStep } from './preview/round-robin.ts';
export { toDelivery } from './resends/delivery-row.ts';
export type { DeliveryRow } from './resends/delivery-row.ts';
export {
  areDeliveriesPruned,
  BY_NOBODY,
  toListedResend,
  toReceipts,
  toResend,
} from './resends/resend-row.ts';
export type { RetentionStage, ResendRow } from './resends/resend-row.ts';
export { emptyDetail, failureDetail } from './settlement/settled-detail.ts';
export { sampleDetail } from './settlement/sample-detail.ts';
export { sampleFiguresOf } from './resends/sample-figures.ts';
export type { SampledOutcome } from './resends/sample-figures.ts';
export type { ProgressRow } from './settlement/settled-detail.ts';
export {
  attemptBucketS,
  bucketStartS,
  failureColumns,
  failureIndex,
  outcomeBucketS,
  wideColumns,
} from './statistics/attempt-columns.ts';
export { paceWindowAt, toResendProgress } from './statistics/endpoint-progress.ts';
export type { EndpointProgressRow, ProgressedRow } from './statistics/endpoint-progress.ts';
export { forEachPacked, packWith } from './statistics/packed-durations.ts';
export { StoreOpenError } from './store-open-error.ts';
export { testEventRefusal } from './test-events/test-event-refusal.ts';
