import type { PredicateList, PreviewRequest, PreviewResult, SelectionList } from '@webhooks/domain';
import { misusedEndpoint, PreviewTally, StepSize } from '@webhooks/store-kit';
import type { EventKey, SelectedSet } from '@webhooks/store-kit';

import type { Database } from '../sql/database.ts';
import { createEndpointChooser } from '../predicate/choose-endpoints.ts';
import type { ChosenEndpoint } from '../predicate/choose-endpoints.ts';
import { createSetCounter } from '../predicate/set-counter.ts';
import { countUnmatchedEvents } from '../predicate/unmatched-events.ts';
import { createSnapshotReader, retryingSinceUs } from '../resends/insert-resend.ts';
import { createEntryReader } from '../resends/list-entries.ts';
import { createNamedEndpoints } from '../resends/named-endpoints.ts';
import { createUnknownEndpoint } from '../resends/unknown-endpoint.ts';
import { createPreviewCounter } from './preview-counter.ts';
import type { PreviewChunk } from './preview-counter.ts';
import { createEndpointWaits } from './endpoint-waits.ts';

/** A set as it would be frozen now. */
interface NewSet {
  readonly set: SelectedSet;
  readonly endpoints: readonly ChosenEndpoint[];
}

/** How a set is walked. */
export interface PreviewSteps {
  /** Resolves when the next step may be made; what it rejects with ends the walk. */
  readonly nextStep: () => Promise<void>;
  /** Called with the deliveries that were counted, after each step. */
  readonly onCounted: (deliveries: number) => void;
}

/** Walks the whole set of a request. */
export type Preview = (
  request: PreviewRequest,
  nowMs: number,
  pace: PreviewSteps,
) => Promise<Exclude<PreviewResult, { kind: 'counting' }>>;

/** Says what would be accepted, by the predicate that counts and plans what was. */
export function createPreview(database: Database): Preview {
  const unknownEndpoint = createUnknownEndpoint(database);
  const readEndpoints = createNamedEndpoints(database);
  const freeze = createFreezer(database);
  const countChunk = createPreviewCounter(database);
  const counter = createSetCounter(database);
  const readWaits = createEndpointWaits(database);

  async function walk({ set, endpoints }: NewSet, { nextStep, onCounted }: PreviewSteps) {
    const disabled = endpoints.filter(({ isEnabled }) => !isEnabled).map(({ id }) => id);
    const tally = new PreviewTally(disabled);
    const size = new StepSize();
    let from: EventKey | null = null;
    do {
      await nextStep();
      const startedMs = performance.now();
      const chunk: PreviewChunk = countChunk(set, from, size.pairs);
      tally.add(chunk);
      onCounted(tally.deliveries);
      size.took(performance.now() - startedMs);
      from = chunk.next;
    } while (from !== null);
    const isEmpty = tally.deliveries === 0;
    const unmatched = isEmpty ? await countUnmatchedEvents(counter, set, nextStep) : 0;
    return tally.result({
      unmatchedEvents: unmatched,
      isOfUndelivered: set.predicate.deliveryState === 'UNDELIVERED',
      waits: readWaits(tally.endpointIds),
    });
  }

  return async (request, nowMs, pace) => {
    const { accountId, selection } = request;
    const endpointId = unknownEndpoint(accountId, selection.endpointIds);
    if (endpointId !== undefined) return { kind: 'endpoint_not_found', endpointId };
    const refusal = misusedEndpoint(readEndpoints(accountId, selection, request.deliverTo));
    if (refusal !== null) throw refusal;
    return { kind: 'previewed', preview: await walk(freeze(request, nowMs), pace) };
  };
}

/** Takes down on one snapshot all that may change while the set is counted. */
function createFreezer(database: Database): (request: PreviewRequest, nowMs: number) => NewSet {
  const readSnapshot = createSnapshotReader(database);
  const chooseEndpoints = createEndpointChooser(database);
  const entriesOf = createEntryReader(database);

  function givenList(list: SelectionList, asOfKey: number): PredicateList {
    const { field, entries } = list;
    return { field, count: entries.length, entries: { given: entriesOf(list) }, asOfKey };
  }

  return database.connection.transaction((request: PreviewRequest, nowMs: number): NewSet => {
    const { accountId, selection } = request;
    const { account: _, list, ...asked } = selection;
    const asOf = {
      ...readSnapshot(),
      retryingSinceUs: retryingSinceUs(nowMs, request.originalRetryForMs),
    };
    const predicate = {
      ...asked,
      accountId,
      list: list && givenList(list, asOf.key),
      asOfSeq: asOf.seq,
    };
    const { endpoints, replaced } = chooseEndpoints(predicate, request.deliverTo);
    return {
      endpoints,
      set: {
        kind: 'selected',
        ...{ asOf, predicate, endpoints: { given: endpoints } },
        replaced: replaced && { given: replaced },
      },
    };
  });
}
