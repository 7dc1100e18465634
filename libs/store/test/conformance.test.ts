import { storeConformance } from '../src/conformance/index.ts';
import { openTempStores } from './test-stores.ts';

describe('SQLite stores', () => storeConformance(openTempStores));
