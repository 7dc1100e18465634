import { endpointNotFound, type StoredEndpoint } from '@webhooks/domain';

/** Throws endpoint_not_found for null. */
export function foundEndpoint(endpoint: StoredEndpoint | null): StoredEndpoint {
  if (endpoint === null) throw endpointNotFound();
  return endpoint;
}
