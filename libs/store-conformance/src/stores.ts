import type { Stores } from '@webhooks/domain';

export type { Stores } from '@webhooks/domain';

/** Opens the stores of an empty database of its own. */
export type OpenStores = () => Promise<Stores>;
