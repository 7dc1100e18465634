export { createGroupCommit, StoreOpenError } from '@webhooks/store-kit';
export type { GroupCommit, GroupCommitOptions, SecretsKeys } from '@webhooks/store-kit';
export * from '@webhooks/store-sqlite';
