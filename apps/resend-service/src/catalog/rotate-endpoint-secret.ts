import type { MethodImpl } from '@connectrpc/connect';

import type { CatalogService, RotateEndpointSecretRequest } from '@webhooks/contracts';
import type { CatalogStore, Clock } from '@webhooks/domain';
import { isSigningSecret } from '@webhooks/validation';

import { endpointToView } from '../mapping/endpoint-view.ts';
import { RequestReader } from '../mapping/request-reader.ts';
import { isAwaitedKey } from '../rpc/is-awaited.ts';
import { actorOf } from '../rpc/actor.ts';
import { foundEndpoint } from './found-endpoint.ts';

const MAX_OVERLAP_S = 7 * 24 * 3600;

/** Puts a new signing secret in front and lets the old ones sign for a while beside it. */
export function rotateEndpointSecret(
  catalog: Pick<CatalogStore, 'rotateSecret'>,
  clock: Pick<Clock, 'now'>,
): MethodImpl<typeof CatalogService.method.rotateEndpointSecret> {
  return async (request, context) => {
    refuseInvalid(request);
    const nowMs = clock.now();
    const oldExpireAtMs = nowMs + request.overlapSeconds * 1000;
    const rotated = await catalog.rotateSecret(
      request.id,
      request.signingSecret,
      oldExpireAtMs,
      nowMs,
      actorOf(context),
      context.values.get(isAwaitedKey),
    );
    return { endpoint: endpointToView(foundEndpoint(rotated), nowMs) };
  };
}

function refuseInvalid({ signingSecret, overlapSeconds }: RotateEndpointSecretRequest): void {
  const read = new RequestReader();
  if (!isSigningSecret(signingSecret)) {
    read.violation('signing_secret', 'must be "whsec_" and the base64 of 24 to 64 bytes');
  }
  if (overlapSeconds < 0 || overlapSeconds > MAX_OVERLAP_S) {
    read.violation('overlap_seconds', `must be an integer from 0 to ${MAX_OVERLAP_S}`);
  }
  read.finish();
}
