import { setTimeout as delay } from 'node:timers/promises';

import type { Answer, ResendAction, RestApi } from '@webhooks/proof-kit';

const RETRY_PAUSE_MS = 50;

/**
 * Asks until there is an answer other than "come back later" or "nobody knows", as a client in
 * earnest does: these actions may be asked for again.
 */
export async function persistAction(
  api: RestApi,
  id: number,
  action: ResendAction,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  for (;;) {
    const answer = await api.act(id, action, headers).catch(() => null);
    if (answer !== null && ![503, 504].includes(answer.status)) return answer;
    await delay(RETRY_PAUSE_MS);
  }
}
