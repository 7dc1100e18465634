import { endpointNotFound } from '@webhooks/domain';
import { isName } from '@webhooks/validation';

/** The id of the endpoint that a path names. Throws endpoint_not_found for one that cannot be. */
export function endpointIdOf(params: Readonly<Record<string, string>>): string {
  const { id } = params;
  if (id === undefined || !isName(id)) throw endpointNotFound();
  return id;
}
