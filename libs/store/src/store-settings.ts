import type { SecretsKeys } from '@webhooks/store-kit';

/** Which database, and what it is sealed with. */
export interface StoreSettings {
  /** The file of the embedded database; created where there is none. */
  readonly path: string;
  /** 32 bytes each: the first seals endpoint credentials, all open them. */
  readonly secretsKey: SecretsKeys;
}
