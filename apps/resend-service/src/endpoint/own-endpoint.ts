import { endpointNotFound, type EndpointStore, type OwnEndpoint } from '@webhooks/domain';

/** An endpoint that the user has access to. Throws endpoint_not_found for any other. */
export async function ownEndpoint(
  endpoints: Pick<EndpointStore, 'get'>,
  id: string,
  userId: number,
  nowMs: number,
): Promise<OwnEndpoint> {
  const endpoint = await endpoints.get(id, userId, nowMs);
  if (endpoint === null) throw endpointNotFound();
  return endpoint;
}
