import type {
  Account,
  Fence,
  OriginalOutcome,
  PlannedDelivery,
  ResendSelection,
} from '@webhooks/domain';

import { delivered, failed, retrying, start, unattempted } from './dispatching.ts';
import {
  accept,
  accountRecord,
  endpointRecord,
  event,
  nowMs,
  seed,
  selection,
  userId,
} from './fixtures.ts';
import { retryAtMs } from './history.ts';
import type { History, ResentOutcome, Step } from './history.ts';
import { keyOf } from './model.ts';
import type { Model, ModelEndpoint } from './model.ts';
import type { Stores } from './stores.ts';

/** A history on its way. */
export interface Replay {
  readonly model: Model;
  readonly selection: ResendSelection;
  take(step: Step): Promise<void>;
}

/** Does to the stores and to the model what a history says, for an account of its own. */
export async function createReplay(
  stores: Stores,
  fence: Fence,
  accountId: number,
  history: History,
): Promise<Replay> {
  const own: Account = {
    id: accountId,
    branchIdentifier: '1',
    number: `${accountId}`,
    userIds: [userId],
  };
  const endpoints = history.endpointTypes.map((typeWebhook, index) => ({
    id: `ep_${accountId}_${index}`,
    typeWebhook,
    isEnabled: !history.disabled.includes(index),
  }));
  const model: Model = { events: [], endpoints, outcomes: new Map() };
  const record = ({ isEnabled, ...fields }: ModelEndpoint) =>
    endpointRecord({ ...fields, accountId, disabledReason: isEnabled ? null : 'by_owner' });
  await seed(stores, [accountRecord(own), ...endpoints.map(record)]);

  async function recordEvent(fields: Partial<ReturnType<typeof event>>): Promise<void> {
    const object = fields.objectReferenceId ?? null;
    const objectReferenceId = object === null ? null : objectOf(accountId, object);
    const id = `evt_${accountId}_${model.events.length}`;
    const recorded = event({ ...fields, id, accountId, objectReferenceId });
    model.events.push(recorded);
    await seed(stores, [{ kind: 'event', event: recorded }]);
  }

  async function resend(outcomes: readonly ResentOutcome[]): Promise<void> {
    const { id } = await accept(stores, { accountId, selection: selection() });
    const deliveries = await start(stores, fence, id);
    for (const [index, delivery] of deliveries.entries()) {
      const outcome = outcomes[index % outcomes.length] ?? 'delivered';
      await stores.dispatch.record(fence, [recordingOf(delivery, outcome)], nowMs);
      if (outcome === 'delivered') model.outcomes.set(keyOf(delivery), 'DELIVERED');
      if (outcome === 'failed') model.outcomes.set(keyOf(delivery), 'FAILED');
    }
  }

  async function correct(index: number, outcome: OriginalOutcome | null): Promise<void> {
    const known = model.events[index % Math.max(1, model.events.length)];
    if (known === undefined) return;
    const changed = { ...known, outcome };
    model.events.splice(model.events.indexOf(known), 1, changed);
    await seed(stores, [{ kind: 'event', event: changed }]);
  }

  async function switchEndpoint(index: number): Promise<void> {
    const known = model.endpoints[index % model.endpoints.length];
    if (known === undefined) return;
    const changed = { ...known, isEnabled: !known.isEnabled };
    model.endpoints.splice(model.endpoints.indexOf(known), 1, changed);
    await seed(stores, [record(changed)]);
  }

  return {
    model,
    selection: selectionOf(history, accountId, endpoints),
    async take(step) {
      switch (step.kind) {
        case 'event':
          return recordEvent(step.event);
        case 'resend':
          return resend(step.outcomes);
        case 'correct':
          return correct(step.event, step.outcome);
        case 'switch':
          return switchEndpoint(step.endpoint);
      }
    },
  };
}

/** Objects have one owner, so each account has its own. */
function objectOf(accountId: number, object: number): number {
  return accountId * 10 + object;
}

function selectionOf(
  { selection: wish }: History,
  accountId: number,
  endpoints: Model['endpoints'],
): ResendSelection {
  const { endpoints: named, objectReferenceId, ...rest } = wish;
  return selection({
    ...rest,
    objectReferenceId: objectReferenceId === null ? null : objectOf(accountId, objectReferenceId),
    endpointIds: named.flatMap((index) => endpoints[index]?.id ?? []),
  });
}

function recordingOf(delivery: PlannedDelivery, outcome: ResentOutcome) {
  switch (outcome) {
    case 'delivered':
      return delivered(delivery);
    case 'failed':
      return failed(delivery);
    case 'retrying':
      return retrying(delivery, retryAtMs);
    case 'skipped':
      return unattempted(delivery, { state: 'SKIPPED', reason: 'endpoint_disabled' });
  }
}
