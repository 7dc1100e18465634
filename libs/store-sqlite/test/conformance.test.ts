import { storeConformance } from '@webhooks/store-conformance';

import { openTempStores } from './test-stores.ts';

describe('SQLite stores', () => storeConformance(openTempStores));
