import { RESEND_PATH } from '@webhooks/proof-kit';

import { forEachOf } from './many.ts';
import type { RestUser } from './rest-user.ts';
import type { Attack } from './scene.ts';

const LANES = 16;
const ANSWER_LIMIT_MS = 30_000;

/** What one user asks for. */
export interface Asking {
  readonly user: RestUser;
  readonly bodies: readonly object[];
}

/** Resends that somebody was granted. */
export interface AskedResends extends Attack {
  readonly ids: readonly number[];
}

/** Asks for resends, whether they are accepted or not; they are cancelled in the end. */
export async function askForResends(askings: readonly Asking[]): Promise<AskedResends> {
  const all = askings.flatMap(({ user, bodies }) => bodies.map((body) => ({ user, body })));
  const accepted: { readonly user: RestUser; readonly id: number }[] = [];
  await forEachOf(all.length, LANES, async (number) => {
    const asked = all[number - 1];
    const id = await asked?.user.resend(asked.body, ANSWER_LIMIT_MS).catch(() => null);
    if (asked !== undefined && typeof id === 'number') accepted.push({ user: asked.user, id });
  });
  return {
    ids: accepted.map(({ id }) => id),
    held: `${accepted.length} of ${all.length} resends`,
    [Symbol.asyncDispose]: () =>
      forEachOf(accepted.length, LANES, async (number) => {
        const one = accepted[number - 1];
        const path = `${RESEND_PATH}/${String(one?.id)}/cancel`;
        await one?.user.post(path, null, ANSWER_LIMIT_MS).catch(() => null);
      }),
  };
}
