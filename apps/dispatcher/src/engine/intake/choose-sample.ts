import { SampleChoice } from '@webhooks/delivery';
import type { Fence, SampleRow, SampleStore } from '@webhooks/domain';

import type { ActiveResend } from '../memory/active-resend.ts';

export interface ChooseSampleOptions {
  readonly store: SampleStore;
  readonly fence: Fence;
  readonly yieldToLoop: () => Promise<void>;
}

/** Deliveries looked at in one step, some milliseconds. */
const STEP_ROWS = 2_000;

/** Chooses what a planned resend begins with, in steps that let other work go first, and keeps that. */
export async function chooseSample(
  { store, fence, yieldToLoop }: ChooseSampleOptions,
  resend: ActiveResend,
): Promise<void> {
  const { id, sample } = resend.work;
  const choice = new SampleChoice(sample?.first ?? 0);
  for (let after = 0; ; await yieldToLoop()) {
    const rows = await store.sampleRows(id, after, STEP_ROWS);
    for (const row of rows) choice.add(row);
    const last = rows.at(-1);
    if (last === undefined || rows.length < STEP_ROWS) break;
    after = last.position;
  }
  const predecessors: SampleRow[] = [];
  for (const position of choice.predecessors()) {
    const [row] = await store.sampleRows(id, position - 1, 1);
    if (row?.position === position) predecessors.push(row);
  }
  const chosen = choice.chosen(predecessors);
  await store.startSample(fence, id, chosen, choice.leftOut(chosen));
  resend.sampleChosen();
}
