import { DomainError, type StoredEndpoint } from '@webhooks/domain';

/** Throws endpoint_not_found for null. */
export function foundEndpoint(endpoint: StoredEndpoint | null): StoredEndpoint {
  if (endpoint === null) throw new DomainError('endpoint_not_found', 'Endpoint not found');
  return endpoint;
}
