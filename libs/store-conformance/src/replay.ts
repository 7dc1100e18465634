import type {
  Account,
  EndpointOutcome,
  Fence,
  OriginalOutcome,
  ResendSelection,
  SelectionList,
} from '@webhooks/domain';

import { askedKeys } from './asked-selections.ts';
import type { AskedList, AskedSelection } from './asked-selections.ts';
import { accountRecord, endpointRecord, event, seed, selection, userId } from './fixtures.ts';
import type { History, Step } from './history.ts';
import type { Model, ModelEndpoint, Pair } from './model.ts';
import type { ResendReplay } from './resend-replay.ts';
import { createResendReplay } from './resend-replay.ts';
import type { Stores } from './stores.ts';

type NameStep = Extract<Step, { readonly kind: 'name' }>;
type TellStep = Extract<Step, { readonly kind: 'tell' }>;

/** A history on its way. */
export interface Replay {
  readonly model: Model;
  readonly selection: ResendSelection;
  selectionOf(asked: AskedSelection): ResendSelection;
  /** The test endpoint, where the selection goes to that. */
  readonly deliverTo: string | null;
  take(step: Step): Promise<void>;
  /** Takes down the set of a resend that is not settled. */
  hold(resendId: number, pairs: readonly Pair[]): void;
  send: ResendReplay['send'];
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
  const test = { id: `ep_${accountId}_test`, typeWebhook: history.testType, isEnabled: true };
  const model: Model = {
    accountId,
    events: [],
    endpoints,
    test,
    outcomes: new Map(),
    delivered: new Set(),
    reported: [],
    held: new Map(),
  };
  const resends = createResendReplay(stores, fence, accountId, model);
  const record = ({ isEnabled, ...fields }: ModelEndpoint) =>
    endpointRecord({ ...fields, accountId, disabledReason: isEnabled ? null : 'by_owner' });
  const placeOf = ({ isTest }: AskedSelection) => (isTest ? test.id : null);
  const testRecord = endpointRecord({
    ...{ id: test.id, accountId, typeWebhook: test.typeWebhook, isTest: true },
  });
  await seed(stores, [accountRecord(own), ...endpoints.map(record), testRecord]);

  async function recordEvent(fields: Partial<ReturnType<typeof event>>): Promise<void> {
    const object = fields.objectReferenceId ?? null;
    const objectReferenceId = object === null ? null : objectOf(accountId, object);
    const id = eventIdOf(accountId, model.events.length);
    const recorded = event({ ...fields, id, accountId, objectReferenceId });
    model.events.push(recorded);
    await seed(stores, [{ kind: 'event', event: recorded }]);
  }

  async function tell({ event: index, endpoint, outcome, atUs }: TellStep): Promise<void> {
    const reported: EndpointOutcome = {
      eventId: eventIdOf(accountId, index),
      endpointId: endpoints[endpoint % endpoints.length]?.id ?? '',
      outcome,
      occurredAtUs: atUs,
      httpStatus: null,
    };
    model.reported.push(reported);
    await seed(stores, [{ kind: 'outcome', outcome: reported }]);
  }

  async function correct(index: number, outcome: OriginalOutcome | null): Promise<void> {
    const known = model.events[index % Math.max(1, model.events.length)];
    if (known === undefined) return;
    const changed = { ...known, outcome };
    model.events.splice(model.events.indexOf(known), 1, changed);
    await seed(stores, [{ kind: 'event', event: changed }]);
  }

  async function name({ event: index, key }: NameStep): Promise<void> {
    const known = model.events[index % Math.max(1, model.events.length)];
    const added = askedKeys[key];
    if (known === undefined || added === undefined) return;
    // What is set stays.
    const changed = { ...known, keys: { [added.name]: added.value, ...known.keys } };
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
    selection: selectionOf(history.selection, accountId, endpoints),
    selectionOf: (asked) => selectionOf(asked, accountId, endpoints),
    send: (...sent) => resends.send(...sent),
    deliverTo: placeOf(history.selection),
    hold: (resendId, pairs) => resends.hold(resendId, pairs),
    async take(step) {
      switch (step.kind) {
        case 'event':
          return recordEvent(step.event);
        case 'resend':
          return resends.resend(step.outcomes);
        case 'tell':
          return tell(step);
        case 'open':
          return resends.open(
            selectionOf(step.selection, accountId, endpoints),
            placeOf(step.selection),
          );
        case 'advance':
          return resends.advance(step);
        case 'finish':
          return resends.finish();
        case 'prune':
          return resends.prune();
        case 'correct':
          return correct(step.event, step.outcome);
        case 'name':
          return name(step);
        case 'switch':
          return switchEndpoint(step.endpoint);
      }
    },
  };
}

function eventIdOf(accountId: number, index: number): string {
  return `evt_${accountId}_${index}`;
}

/** Objects have one owner, so each account has its own. */
function objectOf(accountId: number, object: number): number {
  return accountId * 10 + object;
}

function selectionOf(
  { endpoints: named, objectReferenceId, list, isTest: _, ...rest }: AskedSelection,
  accountId: number,
  endpoints: Model['endpoints'],
): ResendSelection {
  return selection({
    ...rest,
    objectReferenceId: objectReferenceId === null ? null : objectOf(accountId, objectReferenceId),
    list: list && listOf(list, accountId),
    endpointIds: named.flatMap((index) => endpoints[index]?.id ?? []),
  });
}

function listOf({ field, entries }: AskedList, accountId: number): SelectionList {
  if (field === 'keys') {
    return { field, entries: entries.flatMap((index) => askedKeys[index] ?? []) };
  }
  return field === 'event_ids'
    ? { field, entries: entries.map((index) => eventIdOf(accountId, index)) }
    : { field, entries: entries.map((object) => objectOf(accountId, object)) };
}
