import { expect } from 'chai';
import fc from 'fast-check';

import { ANY_DELIVERY } from '@webhooks/domain';
import type { Fence, ResendPreview, ResendSelection } from '@webhooks/domain';

import { begin, planAll } from './dispatching.ts';
import { accept, lead, nowMs, originalRetryForMs, userId } from './fixtures.ts';
import { eventfulSteps, histories } from './history.ts';
import type { History } from './history.ts';
import { listedPairs } from './listed-pairs.ts';
import { expectedSet, keyOf } from './model.ts';
import type { Pair } from './model.ts';
import { setChecks } from './set-checks.ts';
import type { SetCheck } from './set-checks.ts';
import { createReplay } from './replay.ts';
import type { Replay } from './replay.ts';
import type { Stores } from './stores.ts';

/** What a selection may ask of outcomes, each with and without latest_only. */
const states = (
  [
    { deliveryState: 'ALL', includeInHand: false },
    { deliveryState: 'FAILED', includeInHand: false },
    { deliveryState: 'NEVER_ATTEMPTED', includeInHand: false },
    { deliveryState: 'UNDELIVERED', includeInHand: false },
    { deliveryState: 'UNDELIVERED', includeInHand: true },
  ] as const
).flatMap((state) => [false, true].map((latestOnly) => ({ ...state, latestOnly })));

/** More than any set here has. */
const WHOLE_SET = 1_000;

/** How many histories, and what chooses them; left out: a seed of its own. */
export interface AgreementOptions {
  readonly histories: number;
  /** After how long a failure is reported as it is, however long its history. */
  readonly limitMs: number;
  readonly seed?: number;
}

/** What was looked at. */
export interface AgreementFigures {
  histories: number;
  sets: number;
  deliveries: number;
}

/**
 * Lives through random histories of accounts with several endpoints. At some moments of each, the events
 * that are listed, what previews show, what the resend counts, plans and sends, and a plain model all
 * have to mean the same deliveries, for every state and everything that a selection may name.
 */
export async function checkAgreement(
  stores: Stores,
  { histories: numRuns, limitMs, seed }: AgreementOptions,
): Promise<AgreementFigures> {
  const fence = await lead(stores);
  const figures = { histories: 0, sets: 0, deliveries: 0 };
  const checked = fc.asyncProperty(
    histories,
    eventfulSteps,
    setChecks,
    fc.integer({ min: 1, max: 7 }),
    async (history, before, own, pageSize) => {
      figures.histories += 1;
      await liveThrough(
        stores,
        fence,
        { history: { ...history, before }, checks: own, pageSize },
        figures,
      );
    },
  );
  const chosen = seed === undefined ? {} : { seed };
  const limit = { interruptAfterTimeLimit: limitMs, includeErrorInReport: true };
  await fc.assert(checked, { numRuns, ...limit, ...chosen });
  return figures;
}

interface Case {
  readonly history: History;
  readonly checks: readonly SetCheck[];
  readonly pageSize: number;
}

async function liveThrough(
  stores: Stores,
  fence: Fence,
  { history, checks: own, pageSize }: Case,
  figures: AgreementFigures,
): Promise<void> {
  // Of an account of its own: what fails is repeated with fewer steps on the same stores.
  const replay = await createReplay(stores, fence, figures.histories, history);
  for (const step of history.before) await replay.take(step);
  for (const check of own) {
    for (const step of check.before) await replay.take(step);
    const asked = replay.selectionOf(check.selection);
    for (const state of states) {
      const deliveries = await checkShown(stores, replay, { ...asked, ...state }, pageSize);
      figures.sets += 1;
      figures.deliveries += deliveries;
    }
    await checkSent(stores, fence, replay, check);
  }
  // What one account leaves open would keep the store from removing anything of the next ones.
  await replay.take({ kind: 'finish' });
}

/** Says how many deliveries the set has. */
async function checkShown(
  stores: Stores,
  { model }: Replay,
  asked: ResendSelection,
  pageSize: number,
): Promise<number> {
  const expected = expectedSet(model, asked);
  const what = `${asked.deliveryState} ${JSON.stringify(asked)}`;
  const accountId = model.accountId;
  const listed = await listedPairs(stores, { model, asked, pageSize });
  expect(inOrder(listed), `listed: ${what}`).to.deep.equal(inOrder(expected));
  const shown = await previewOf(stores, accountId, asked);
  expect(shown.deliveries, `previewed: ${what}`).to.equal(expected.length);
  expect(shown.events, `events previewed: ${what}`).to.equal(
    new Set(expected.map(({ eventId }) => eventId)).size,
  );
  for (const { key, deliveries } of shown.byEndpoint) {
    const own = expected.filter(({ endpointId }) => endpointId === key);
    expect(deliveries, `previewed for ${key}: ${what}`).to.equal(own.length);
  }
  return expected.length;
}

async function checkSent(
  stores: Stores,
  fence: Fence,
  replay: Replay,
  { selection, after, pages, answers, laterAnswers }: SetCheck,
): Promise<void> {
  const { model } = replay;
  const asked = replay.selectionOf(selection);
  const expected = expectedSet(model, asked);
  const { id } = await accept(stores, { accountId: model.accountId, selection: asked });
  replay.hold(id, expected);
  for (const step of after) await replay.take(step);
  expect(await begin(stores, fence, id), 'counted').to.equal(expected.length);
  const planned = await planAll(stores, fence, id, pages);
  expect(planned.map(keyOf), 'planned').to.deep.equal(expected.map(keyOf));
  await replay.send(planned, answers, laterAnswers);

  const from = { resendId: id, cursorPosition: null, direction: 'NEXT' } as const;
  const query = { ...ANY_DELIVERY, ...from, limit: WHOLE_SET };
  const { deliveries } = await stores.resends.listDeliveries(query);
  expect(deliveries.map(keyOf), 'sent').to.deep.equal(expected.map(keyOf));
  const settled = deliveries.filter(({ state }) => state === 'DELIVERED').map(keyOf);
  expect(settled.filter((key) => !model.delivered.has(key))).to.deep.equal([]);
}

async function previewOf(
  { previews }: Stores,
  accountId: number,
  selection: ResendSelection,
): Promise<ResendPreview> {
  const request = { userId, accountId, selection, deliverTo: null, originalRetryForMs };
  const result = await previews.preview(request, 60_000, nowMs);
  if (result.kind !== 'previewed') throw new Error(`not previewed: ${JSON.stringify(result)}`);
  return result.preview;
}

function inOrder(pairs: readonly Pair[]): string[] {
  return pairs.map(keyOf).sort();
}
