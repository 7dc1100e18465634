import { ANY_DELIVERY, ANY_RESEND } from '@webhooks/domain';
import type { DeliveryListQuery, ResendListQuery, ResendStore } from '@webhooks/domain';

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

/** Asks for one page somewhere in a database; answers the number of its rows. */
export type PageCall = (store: ResendStore, sizes: FillSizes, share: number) => Promise<number>;

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
      accountId: 1 + (Math.floor(share * 1e6) % ACCOUNTS),
      cursor: resendAt(sizes, share),
    }),
  'list account and status': (store, sizes, share) =>
    list(store, { accountId: 3, status: 'COMPLETED', cursor: resendAt(sizes, share) }),
  'list object': (store, sizes, share) =>
    list(store, {
      objectReferenceId: 1 + (Math.floor(share * 1e6) % OBJECTS),
      cursor: resendAt(sizes, share),
    }),
  detail: async (store, sizes, share) =>
    (await store.get(1 + Math.floor(share * (sizes.resends - 1)), BENCH_USER_ID)) === null ? 0 : 1,
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
  'deliveries rare': (store, sizes, share) =>
    deliveries(store, sizes, share, {
      eventType: 'NONE',
      cursorPosition: positionAt(sizes, share),
    }),
};

async function list(store: ResendStore, query: Partial<ResendListQuery>): Promise<number> {
  const page = await store.list({
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
  store: ResendStore,
  sizes: FillSizes,
  share: number,
  query: Partial<DeliveryListQuery>,
): Promise<number> {
  const page = await store.listDeliveries({
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
