import type { Actor, CatalogRecord, Endpoint, RecordedEvent } from '@webhooks/domain';

import type { Scenario } from './scenario.ts';
import type { World } from './world.ts';

/** Who owns everything in a simulated world. */
export const USER = 246;

/** How what they ask comes in. */
export const ORIGIN: Actor = {
  userId: USER,
  service: null,
  tokenId: 'token',
  peerAddress: '127.0.0.1',
  forwardedFor: null,
  requestId: 'request',
};

/** Types of events; endpoints may want one of them alone. */
export const EVENT_TYPES = [
  'QR_CODE_COPY_AND_PASTE_PAID',
  'QR_CODE_COPY_AND_PASTE_CREATED',
] as const;

/** What the service knows when a simulated world begins. */
export interface Catalog {
  readonly accountIds: readonly number[];
  readonly endpoints: readonly Endpoint[];
  readonly events: readonly RecordedEvent[];
  readonly records: readonly CatalogRecord[];
}

/** Makes accounts, endpoints and events; several events share an object, and sometimes a moment. */
export function inventCatalog({ chance, seed }: World, scenario: Scenario): Catalog {
  const accountIds = Array.from({ length: scenario.accounts }, (_, index) => 17 + index);
  const endpoints = accountIds.flatMap((accountId) =>
    Array.from({ length: scenario.endpoints }, (_, index): Endpoint => {
      // The store keeps endpoints by their ids, and one store serves many worlds.
      const id = `ep_${String(seed)}_${String(accountId)}_${String(index)}`;
      return {
        id,
        accountId,
        url: `https://${id}.example/`,
        typeWebhook: chance.happens(0.8) ? 'CASHIN' : EVENT_TYPES[0],
        authorizationToken: null,
        xFunctionsKey: null,
        signingSecrets: [],
        disabledReason: null,
        maxInFlight: chance.happens(0.3) ? chance.between(1, 3) : null,
        maxRatePerSecond: chance.happens(0.15) ? chance.of([10, 25, 50]) : null,
        clientIdentity: null,
        trustAnchors: null,
        egressProxy: null,
        recoversAutomatically: false,
        isTest: false,
      };
    }),
  );
  const events = accountIds.flatMap((accountId) =>
    Array.from({ length: scenario.events }, (_, index): RecordedEvent => {
      const id = `evt_${String(accountId)}_${String(index)}`;
      return {
        id,
        accountId,
        resendType: 'CASHIN',
        objectReferenceId: chance.happens(0.1)
          ? null
          : accountId * 1_000 + chance.between(1, scenario.objects),
        type: chance.of(EVENT_TYPES),
        occurredAtUs: 1_000_000 * (1 + Math.floor(index / chance.of([1, 1, 3]))),
        payload: Buffer.from(`{"data":{"id":"${id}"}}`),
        outcome: null,
      };
    }),
  );
  const records: CatalogRecord[] = [
    ...accountIds.map((id): CatalogRecord => ({
      kind: 'account',
      account: { id, branchIdentifier: '0001', number: String(id), userIds: [USER] },
    })),
    ...endpoints.map((endpoint): CatalogRecord => ({ kind: 'endpoint', endpoint })),
    ...events.map((event): CatalogRecord => ({ kind: 'event', event })),
  ];
  return { accountIds, endpoints, events, records };
}
