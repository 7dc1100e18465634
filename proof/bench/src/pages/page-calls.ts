import { ANY_DELIVERY, ANY_RESEND } from '@webhooks/domain';
import type {
  DeliveryListQuery,
  EventListQuery,
  EventStore,
  ResendListQuery,
  ResendStore,
} from '@webhooks/domain';

import { BENCH_USER_ID } from '../system/system.ts';
import {
  ACCOUNTS,
  bigResends,
  deliveriesOfBig,
  FIRST_CREATED_MS,
  OBJECTS,
  type FillSizes,
} from './fill-database.ts';

/** Small enough for every filter to fill a page of the small database. */
export const PAGE = 20;

/** What pages are asked of. */
export interface PageStores {
  readonly resends: ResendStore;
  readonly events: EventStore;
}

/** Asks for one page somewhere in a database; answers the number of its rows. */
export type PageCall = (stores: PageStores, sizes: FillSizes, share: number) => Promise<number>;

/** The pages that are measured; `share`, 0 to 1, says how deep in the database they lie. */
export const pageCalls: Readonly<Record<string, PageCall>> = {
  'list first': (store) => list(store, {}),
  'list deep': (store, sizes, share) => list(store, { cursor: resendAt(sizes, share) }),
  'list deep back': (store, sizes, share) =>
    list(store, { cursor: resendAt(sizes, share), direction: 'PREVIOUS' }),
  'list status': (store, sizes, share) =>
    list(store, { status: 'FAILED', cursor: resendAt(sizes, share) }),
  'list account': (store, sizes, share) =>
    list(store, {
      accountId: accountAt(share),
      cursor: resendAt(sizes, share),
    }),
  'list account and status': (store, sizes, share) =>
    list(store, { accountId: 3, status: 'COMPLETED', cursor: resendAt(sizes, share) }),
  'list object': (store, sizes, share) =>
    list(store, {
      objectReferenceId: 1 + (Math.floor(share * 1e6) % OBJECTS),
      cursor: resendAt(sizes, share),
    }),
  detail: async ({ resends }, sizes, share) =>
    (await resends.get(1 + Math.floor(share * (sizes.resends - 1)), BENCH_USER_ID)) === null
      ? 0
      : 1,
  'deliveries first': (store, sizes, share) => deliveries(store, sizes, share, {}),
  'deliveries deep': (store, sizes, share) =>
    deliveries(store, sizes, share, { cursorPosition: positionAt(sizes, share) }),
  'deliveries deep back': (store, sizes, share) =>
    deliveries(store, sizes, share, {
      cursorPosition: positionAt(sizes, share),
      direction: 'PREVIOUS',
    }),
  'deliveries failed': (store, sizes, share) =>
    deliveries(store, sizes, share, { state: 'FAILED', cursorPosition: positionAt(sizes, share) }),
  'deliveries waiting': (store, sizes, share) =>
    deliveries(store, sizes, share, { state: 'PENDING', cursorPosition: positionAt(sizes, share) }),
  // Nothing matches: one call looks at so many and no further.
  'deliveries of no type': async (store, sizes, share) => {
    const cursorPosition = positionAt(sizes, share);
    return 1 + (await deliveries(store, sizes, share, { eventType: 'NONE', cursorPosition }));
  },
  'events first': (stores) => events(stores, {}),
  'events deep': (stores, sizes, share) => events(stores, { cursor: eventAt(sizes, share) }),
  'events deep back': (stores, sizes, share) =>
    events(stores, { cursor: eventAt(sizes, share), direction: 'PREVIOUS' }),
  'events account': (stores, sizes, share) =>
    events(stores, { accountId: accountAt(share), cursor: eventAt(sizes, share) }),
  // Within what one read looks at; a call makes several.
  'events range': (stores, sizes, share) => {
    const startUs = FIRST_CREATED_MS * 1_000 + sizes.events - 1_000 - Math.floor(share * 1_000);
    return events(stores, { accountId: accountAt(share), startUs, endUs: startUs + 300 });
  },
  'events object': (stores, sizes, share) =>
    events(stores, { resendType: 'CASHIN', objectReferenceId: eventAt(sizes, share) }),
  'events key': (stores, _sizes, share) => {
    const value = `tag ${Math.floor(share * 20)}`;
    return events(stores, { accountId: accountAt(share), key: { name: 'tag', value } });
  },
  'events failed': (stores, sizes, share) =>
    events(stores, {
      ...{ accountId: accountAt(share), resendType: 'CASHIN', deliveryState: 'FAILED' },
      cursor: eventAt(sizes, share),
    }),
  'event detail': async ({ events: store }, sizes, share) =>
    (await store.get(`evt_${eventAt(sizes, share)}`, BENCH_USER_ID)) === null ? 0 : 1,
  'event history': async ({ events: store }, _sizes, share) =>
    (await store.history(1 + Math.floor(share * 5), null, PAGE)).deliveries.length,
};

async function events(
  { events: store }: PageStores,
  query: Partial<EventListQuery>,
): Promise<number> {
  const page = await store.list({
    ...{ userId: BENCH_USER_ID, nowMs: FIRST_CREATED_MS, originalRetryForMs: 259_200_000 },
    ...{ accountId: null, resendType: null, objectReferenceId: null, startUs: null, endUs: null },
    ...{ types: [], endpointId: null, key: null, deliveryState: 'ALL', cursor: null },
    ...{ includeInHand: false },
    ...{ direction: 'NEXT', limit: PAGE },
    ...query,
  });
  return page?.events.length ?? 0;
}

async function list({ resends }: PageStores, query: Partial<ResendListQuery>): Promise<number> {
  const page = await resends.list({
    userId: BENCH_USER_ID,
    ...ANY_RESEND,
    cursor: null,
    direction: 'NEXT',
    limit: PAGE,
    ...query,
  });
  return page.resends.length;
}

async function deliveries(
  { resends }: PageStores,
  sizes: FillSizes,
  share: number,
  query: Partial<DeliveryListQuery>,
): Promise<number> {
  const page = await resends.listDeliveries({
    resendId: 1 + (Math.floor(share * 1e6) % bigResends(sizes)),
    ...ANY_DELIVERY,
    cursorPosition: null,
    direction: 'NEXT',
    limit: PAGE,
    ...query,
  });
  return page.deliveries.length;
}

/** In the upper half, so that a full page lies on either side of it. */
function resendAt({ resends }: FillSizes, share: number) {
  const id = Math.floor(resends * (0.75 + share * 0.2));
  return { createdAtMs: FIRST_CREATED_MS + Math.floor(id / 3) * 10, id };
}

function positionAt(sizes: FillSizes, share: number): number {
  return Math.floor(deliveriesOfBig(sizes) * (0.3 + share * 0.2));
}

function accountAt(share: number): number {
  return 1 + (Math.floor(share * 1e6) % ACCOUNTS);
}

function eventAt({ events: count }: FillSizes, share: number): number {
  return Math.floor(count * (0.3 + share * 0.2));
}
