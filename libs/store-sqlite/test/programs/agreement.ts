import { serveProof } from '@webhooks/testing';
import type { ProofNote, ProofOptions, ProofResult } from '@webhooks/testing';
import { checkAgreement } from '@webhooks/store-conformance';

import { openTempStores } from '../test-stores.ts';

/** Histories of the two forms. */
const HISTORIES = { short: 20, long: 2_000 } as const;
/** Histories of one database, which are decided by one seed. */
const BATCH = 50;
/** Time enough for all of them, and for a failure to become short. */
const BATCH_LIMIT_MS = 120_000;

/** Lives through histories of one seed after the other, until one of them shows sets that differ. */
async function agree(options: ProofOptions, note: ProofNote): Promise<ProofResult> {
  const histories = options.count ?? HISTORIES[options.form];
  const figures = { histories: 0, sets: 0, deliveries: 0 };
  const violations: string[] = [];
  for (let batch = 0; figures.histories < histories && violations.length === 0; batch += 1) {
    const seed = (options.seed + batch) % 2 ** 32;
    const count = Math.min(BATCH, histories - figures.histories);
    await using stores = await openTempStores();
    try {
      const found = await checkAgreement(stores, {
        histories: count,
        limitMs: BATCH_LIMIT_MS,
        seed: seed | 0,
      });
      figures.histories += found.histories;
      figures.sets += found.sets;
      figures.deliveries += found.deliveries;
    } catch (error) {
      const command = `npm run torture -- agreement --seed ${seed} --count ${count}`;
      violations.push(`${command}\n${String(error)}`);
    }
    note(`${figures.histories} histories, ${figures.sets} sets`);
  }
  const verdict = `${figures.histories} histories, ${figures.sets} sets of ${figures.deliveries} deliveries`;
  return { settings: { histories }, figures, violations, verdict };
}

serveProof(agree);
