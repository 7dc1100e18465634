/* The thread of startStoreThread. */
import { isStoreThread, serveStoreThread } from '../../src/index.ts';

if (isStoreThread()) serveStoreThread();
