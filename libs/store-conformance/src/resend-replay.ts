import { expect } from 'chai';

import { noOptions } from '@webhooks/domain';
import type { Fence, PlannedDelivery, ResendSelection } from '@webhooks/domain';

import {
  after,
  begin,
  delivered,
  failed,
  planAll,
  retrying,
  start,
  unattempted,
} from './dispatching.ts';
import { accept, nowMs, selection } from './fixtures.ts';
import { retryAtMs } from './history.ts';
import type { ResentOutcome, Step } from './history.ts';
import { expectedSet, keyOf } from './model.ts';
import type { Model, Pair } from './model.ts';
import type { Stores } from './stores.ts';

/** Far behind everything. */
const laterMs = nowMs + 1_000_000;
/** Rows that are removed at once. */
const limit = 3;

/** A resend that is not settled, as far as the model knows. */
interface OpenResend {
  readonly id: number;
  readonly expected: readonly Pair[];
  isBegun: boolean;
  planned: number;
}

type Advance = Extract<Step, { readonly kind: 'advance' }>;

/** Does to the stores and to the model what a history says of resends. */
export interface ResendReplay {
  /** Delivers everything again. */
  resend(outcomes: readonly ResentOutcome[]): Promise<void>;
  /** Takes down a set that is in hand from now on. */
  hold(id: number, pairs: readonly Pair[]): void;
  /** Accepts a resend that stays as it is. */
  open(asked: ResendSelection, deliverTo: string | null): Promise<void>;
  /** Attempts what is planned, and once more what is retrying then. */
  send(
    planned: readonly PlannedDelivery[],
    answers: readonly ResentOutcome[],
    laterAnswers: readonly ResentOutcome[],
  ): Promise<void>;
  /** Continues with one of those. */
  advance(step: Advance): Promise<void>;
  /** Lets everything fail that is not settled. */
  finish(): Promise<void>;
  prune(): Promise<void>;
}

/** Resends of one account; the sets of the open ones are looked at as they are planned. */
export function createResendReplay(
  stores: Stores,
  fence: Fence,
  accountId: number,
  model: Model,
): ResendReplay {
  const opened: OpenResend[] = [];
  /** What is planned and not settled, as it is attempted next. */
  const unsettled = new Map<string, PlannedDelivery>();
  let atMs = nowMs;

  function hold(id: number, pairs: readonly Pair[]): void {
    model.held.set(id, new Set(pairs.map(keyOf)));
  }

  async function record(
    deliveries: readonly PlannedDelivery[],
    outcomes: readonly (ResentOutcome | 'waiting')[],
  ): Promise<void> {
    for (const [index, delivery] of deliveries.entries()) {
      const outcome = outcomes[index % outcomes.length] ?? 'delivered';
      const place = `${delivery.resendId} ${keyOf(delivery)}`;
      const attempts = delivery.attempts + (outcome === 'retrying' ? 1 : 0);
      unsettled.set(place, after(attempts, delivery));
      if (outcome === 'waiting') continue;
      if (outcome !== 'retrying') unsettled.delete(place);
      // Also within one millisecond.
      atMs += index % 2;
      await stores.dispatch.record(fence, [recordingOf(delivery, outcome)], atMs);
      if (outcome !== 'retrying') model.held.get(delivery.resendId)?.delete(keyOf(delivery));
      if (outcome === 'delivered') model.delivered.add(keyOf(delivery));
      // What is given up after an attempt failed.
      const isAttempted = outcome !== 'retrying' && delivery.attempts > 0;
      if (outcome === 'delivered' || outcome === 'failed' || isAttempted) {
        const settled = outcome === 'delivered' ? 'DELIVERED' : 'FAILED';
        model.outcomes.set(keyOf(delivery), { outcome: settled, atMs });
      }
    }
  }

  return {
    hold,
    async resend(outcomes) {
      const { id } = await accept(stores, { accountId, selection: selection() });
      const deliveries = await start(stores, fence, id);
      hold(id, deliveries);
      await record(deliveries, outcomes);
    },
    async open(asked, deliverTo) {
      const expected = expectedSet(model, asked, deliverTo);
      const options = { ...noOptions, deliverTo };
      const { id } = await accept(stores, { accountId, selection: asked, options });
      hold(id, expected);
      opened.push({ id, expected, isBegun: false, planned: 0 });
    },
    async send(planned, answers, laterAnswers) {
      await record(planned, answers);
      const held = planned.filter((own) => model.held.get(own.resendId)?.has(keyOf(own)));
      await record(
        held.map((own) => after(1, own)),
        laterAnswers,
      );
    },
    async advance({ resend, rows, outcomes }) {
      const own = opened[resend % Math.max(1, opened.length)];
      if (own === undefined) return;
      if (!own.isBegun) {
        expect(await begin(stores, fence, own.id), 'counted').to.equal(own.expected.length);
      }
      own.isBegun = true;
      if (own.planned === own.expected.length) return;
      const step = { resendId: own.id, planned: own.planned, limit: { rows, bytes: 1e6 } };
      const { deliveries } = await stores.dispatch.planPage(fence, step, nowMs);
      const end = own.planned + deliveries.length;
      expect(deliveries.map(keyOf), 'planned').to.deep.equal(
        own.expected.slice(own.planned, end).map(keyOf),
      );
      own.planned = end;
      await record(deliveries, outcomes);
    },
    async finish() {
      for (const own of opened.splice(0)) {
        if (!own.isBegun) await begin(stores, fence, own.id);
        const rest = await planAll(stores, fence, own.id);
        expect(rest.map(keyOf), 'planned').to.deep.equal(
          own.expected.slice(own.planned).map(keyOf),
        );
        await record(rest, ['failed']);
      }
      await record([...unsettled.values()], ['failed']);
    },
    async prune() {
      while (await stores.dispatch.pruneAttempts(fence, laterMs, limit));
      while (await stores.dispatch.pruneDeliveries(fence, laterMs, limit));
      while (await stores.retention.pruneResends(laterMs, limit));
    },
  };
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
