import type { DeliveryListQuery, DeliveryPage } from '@webhooks/domain';
import { toDelivery } from '@webhooks/store-kit';

import type { Database } from '../sql/database.ts';
import { createDeliveryWalk } from './walk-deliveries.ts';

/** Pages through the deliveries of a resend by position. */
export function createDeliveryList(database: Database): (query: DeliveryListQuery) => DeliveryPage {
  const walk = createDeliveryWalk(database);

  return (query) => {
    const { cursorPosition: cursor, limit } = query;
    const direction = cursor !== null && query.direction === 'PREVIOUS' ? 'down' : 'up';
    const { rows, horizon } = walk(query, direction, cursor, limit + 1);
    const page = rows.slice(0, limit).map(toDelivery);
    const ahead = rows.length > limit ? (page.at(-1)?.position ?? null) : horizon;
    const deliveries = direction === 'up' ? page : page.toReversed();
    if (cursor === null) return { deliveries, next: ahead, previous: null };

    const behind = page.at(0)?.position ?? cursor;
    const back = walk(query, direction === 'up' ? 'down' : 'up', behind, 1);
    const backwards = back.rows.length > 0 || back.horizon !== null ? behind : null;
    return direction === 'up'
      ? { deliveries, next: ahead, previous: backwards }
      : { deliveries, next: backwards, previous: ahead };
  };
}
