import { timestampFromMs } from '@bufbuild/protobuf/wkt';
import type { MethodImpl } from '@connectrpc/connect';

import type { AddressPolicy } from '@webhooks/address-guard';
import { actingUser } from '@webhooks/auth';
import type { EndpointService, UpdateOwnEndpointRequest } from '@webhooks/contracts';
import {
  endpointNotFound,
  validationError,
  type CatalogStore,
  type Clock,
  type EndpointStore,
  type OwnEndpointChange,
  type VerificationMode,
} from '@webhooks/domain';
import { credentialProblem } from '@webhooks/validation';

import { refuseInvalidChange } from '../catalog/refuse-invalid-change.ts';
import { ownEndpointToProto } from '../mapping/own-endpoint.ts';
import { isAwaitedKey } from '../rpc/is-awaited.ts';
import { actorOf } from '../rpc/actor.ts';
import { ownEndpoint } from './own-endpoint.ts';
import { refuseBlockedUrl } from './refuse-blocked-url.ts';

/** What changing an endpoint takes. */
export interface UpdateOwnEndpointParts {
  readonly catalog: Pick<CatalogStore, 'updateOwnEndpoint'>;
  readonly endpoints: Pick<EndpointStore, 'get'>;
  readonly policy: AddressPolicy;
  readonly clock: Pick<Clock, 'now'>;
  /** Which URLs have to prove themselves. */
  readonly verification: VerificationMode;
}

/** Changes what a user may change of an endpoint: where it is and how, and whether it is enabled. */
export function updateOwnEndpoint({
  catalog,
  endpoints,
  policy,
  clock,
  verification,
}: UpdateOwnEndpointParts): MethodImpl<typeof EndpointService.method.updateOwnEndpoint> {
  return async (request, context) => {
    const needsProof = verification !== 'off';
    const change = { ...changeOf(request), needsProof };
    refuseInvalidChange(change, policy);
    if (change.url !== undefined) refuseBlockedUrl(change.url, policy);
    const userId = actingUser(context);
    const nowMs = clock.now();
    const how = [nowMs, actorOf(context), context.values.get(isAwaitedKey)] as const;
    const update = await catalog.updateOwnEndpoint(request.id, userId, change, ...how);
    if (update === null) throw endpointNotFound();
    const endpoint = await ownEndpoint(endpoints, request.id, userId, nowMs);
    const { wasDisabledSinceMs } = update;
    return {
      endpoint: ownEndpointToProto(endpoint),
      credentialsDropped: update.credentialsDropped,
      signingSecret: update.newSigningSecret ?? '',
      ...(wasDisabledSinceMs === null
        ? {}
        : { wasDisabledSince: timestampFromMs(wasDisabledSinceMs) }),
    };
  };
}

function changeOf(request: UpdateOwnEndpointRequest): OwnEndpointChange {
  const { url, disabled, authorizationToken, xFunctionsKey, recoverAutomatically } = request;
  const credentials = { authorization_token: authorizationToken, x_functions_key: xFunctionsKey };
  const isCredential = Object.values(credentials).some((value) => value !== undefined);
  const isNothing = [url, disabled, recoverAutomatically].every((value) => value === undefined);
  if (isNothing && !isCredential) {
    throw validationError([{ field: '', message: 'nothing is to be changed' }]);
  }
  for (const [field, value] of Object.entries(credentials)) {
    const message = credentialProblem(value, url !== undefined);
    if (message !== null) throw validationError([{ field, message }]);
  }
  return {
    ...(url === undefined ? {} : { url }),
    ...(disabled === undefined ? {} : { disabled }),
    ...(recoverAutomatically === undefined ? {} : { recoversAutomatically: recoverAutomatically }),
    ...(authorizationToken === undefined ? {} : { authorizationToken }),
    ...(xFunctionsKey === undefined ? {} : { xFunctionsKey }),
  };
}
