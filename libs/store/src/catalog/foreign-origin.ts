import { validationError } from '@webhooks/domain';
import type { StoredEndpoint } from '@webhooks/domain';

/**
 * Refuses a URL at another origin for an endpoint with a token or key of its own: those were given for
 * the server that is there now, and a user who cannot see them may not have them sent elsewhere.
 */
export function refuseForeignOrigin(endpoint: StoredEndpoint, url: string | undefined): void {
  const { authorizationToken, xFunctionsKey } = endpoint;
  if (url === undefined || (authorizationToken === null && xFunctionsKey === null)) return;
  const { origin } = new URL(endpoint.url);
  if (new URL(url).origin === origin) return;
  const message = `must stay at ${origin}: the endpoint has a token or key for that server`;
  throw validationError([{ field: 'url', message }]);
}
