import { statSync } from 'node:fs';

import type { Metrics } from '@webhooks/telemetry';

/** Registers the size of the write-ahead log: it grows while a reader or a lock keeps it from being emptied. */
export function registerWalSize(metrics: Metrics, databasePath: string): void {
  metrics.gauge('database_wal_bytes', 'Size of the write-ahead log of the database', () => {
    return statSync(`${databasePath}-wal`, { throwIfNoEntry: false })?.size ?? 0;
  });
}
