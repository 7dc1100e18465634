import type { EventListQuery, ResendType } from '@webhooks/domain';
import type { SelectedSet } from '@webhooks/store-kit';

import type { Database } from '../sql/database.ts';
import { sql } from '../sql/sql.ts';
import { createEndpointChooser } from '../predicate/choose-endpoints.ts';
import { hasDelivery } from '../predicate/compile.ts';
import { createSnapshotReader, retryingSinceUs } from '../resends/insert-resend.ts';
import type { StateCondition } from './event-filter.ts';

/** Events at endpoints that one walk asks about: what is known of each takes some ten looks. */
const MAX_ASKED = 400;

/** What a delivery state asks of the events of an account; null: nothing. */
export type StateConditions = (query: EventListQuery, accountId: number) => StateCondition | null;

/** Asks of each event whether a resend with the filters of the query would have a delivery of it now. */
export function createStateConditions(database: Database): StateConditions {
  const readSnapshot = createSnapshotReader(database);
  const chooseEndpoints = createEndpointChooser(database);

  function setOf(query: EventListQuery, accountId: number, resendType: ResendType): SelectedSet {
    const snapshot = readSnapshot();
    const { deliveryState, includeInHand, types: eventTypes, endpointId } = query;
    const predicate = {
      ...{ accountId, resendType, deliveryState, eventTypes, asOfSeq: snapshot.seq },
      ...{ objectReferenceId: null, list: null, range: null },
      ...{ includeInHand, latestOnly: false },
      endpointIds: endpointId === null ? [] : [endpointId],
    };
    const retryingSince = retryingSinceUs(query.nowMs, query.originalRetryForMs);
    const asOf = { ...snapshot, retryingSinceUs: retryingSince };
    const { endpoints: given } = chooseEndpoints(predicate, null);
    return { kind: 'selected', predicate, asOf, endpoints: { given }, replaced: null };
  }

  return (query, accountId) => {
    if (query.deliveryState === 'ALL') return null;
    const { resendType } = query;
    const resendTypes = resendType === null ? (['CASHIN', 'CASHOUT'] as const) : [resendType];
    const sets = resendTypes.map((type) => setOf(query, accountId, type));
    const endpoints = sets.map((set) =>
      'given' in set.endpoints ? set.endpoints.given.length : 0,
    );
    const condition = sets
      .map((set) => sql`(e.resend_type = ${set.predicate.resendType} AND ${hasDelivery(set)})`)
      .reduce((all, one) => sql`${all} OR ${one}`);
    const examined = Math.ceil(MAX_ASKED / Math.max(1, ...endpoints));
    return { condition: sql`AND (${condition})`, examined };
  };
}
