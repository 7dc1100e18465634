import { validationError, type DomainError } from '@webhooks/domain';

/** A selection names an endpoint that the account does not have. */
export function unknownEndpoint(endpointId: string): DomainError {
  const message = `${endpointId} is not an endpoint of the account`;
  return validationError([
    { field: 'endpoint_ids', code: 'unknown_endpoint', entry: endpointId, message },
  ]);
}
