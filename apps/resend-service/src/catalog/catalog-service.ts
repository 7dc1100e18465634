import type { ServiceImpl } from '@connectrpc/connect';

import type { CatalogService } from '@webhooks/contracts';
import type { CatalogStore, Clock, Timers } from '@webhooks/domain';
import type { CatalogPolicy } from '@webhooks/validation';

import { batchUpsertRecords } from './batch-upsert-records.ts';
import { getEndpoint } from './get-endpoint.ts';
import { importRecords } from './import-records.ts';
import type { ImportWriter } from './import-writer.ts';
import { listEndpoints } from './list-endpoints.ts';
import { rotateEndpointSecret } from './rotate-endpoint-secret.ts';
import { updateEndpoint } from './update-endpoint.ts';

/** What the service works with. */
export interface CatalogServiceParts {
  readonly catalog: Omit<
    CatalogStore,
    'haveAccess' | 'findAccount' | 'findObjectAccount' | 'findListed'
  >;
  readonly importWriter: Pick<ImportWriter, 'begin'>;
  readonly policy: CatalogPolicy;
  readonly clock: Clock;
  readonly timers: Timers;
  /** Aborts when the service stops. */
  readonly stopping: AbortSignal;
}

/** The calls of webhooks.catalog.v1. */
export function catalogService(parts: CatalogServiceParts): ServiceImpl<typeof CatalogService> {
  const { catalog, clock } = parts;
  return {
    importRecords: importRecords(parts),
    batchUpsertRecords: batchUpsertRecords(parts),
    getEndpoint: getEndpoint(catalog, clock),
    listEndpoints: listEndpoints(catalog, clock),
    updateEndpoint: updateEndpoint(parts),
    rotateEndpointSecret: rotateEndpointSecret(catalog, clock),
  };
}
