import { RESEND_PATH } from '@webhooks/proof-kit';

import { Repetition } from '../scene/many.ts';
import { bulkOf, recordsOf } from '../scene/records.ts';
import type { Scene } from '../scene/scene.ts';
import { everything, fewThenMore } from '../scene/scene-defaults.ts';

const PREVIEWS = 8;
/** 300,000 deliveries in the short form, 3,000,000 in the long one. */
const ENDPOINTS = 15;
const EVENTS = { short: 20_000, long: 200_000 } as const;
const ANSWER_LIMIT_MS = 15_000;
/** The account that all of them have. */
const ACCOUNT = 500;
const userOf = (attacker: number): number => 500 + attacker;

/** Previews of an account that has very much, one behind the other. */
export const previews: Scene = {
  name: 'previews',
  about: `${PREVIEWS} previews at once of an account with ${EVENTS.long * ENDPOINTS} deliveries`,
  crowds: fewThenMore,
  judged: everything,
  records: (attacker, receiverUrl, form) => {
    if (attacker > 0) return [];
    const urls = Array.from({ length: ENDPOINTS }, (_, at) => `${receiverUrl}/fine/preview/${at}`);
    const userIds = fewThenMore.flatMap((crowd) =>
      Array.from({ length: crowd }, (_, at) => userOf(at)),
    );
    return recordsOf({
      id: ACCOUNT,
      userIds: [...new Set(userIds)],
      endpointUrls: urls,
      events: EVENTS[form],
    });
  },
  async attack({ number, user }) {
    const own = user(userOf(number));
    const answers = new Map<number, number>();
    const ask = async (): Promise<void> => {
      const { status } = await own.post(`${RESEND_PATH}/preview`, bulkOf(ACCOUNT), ANSWER_LIMIT_MS);
      answers.set(status, (answers.get(status) ?? 0) + 1);
    };
    const repetition = new Repetition(PREVIEWS, ask);
    return {
      held: `${PREVIEWS} previews at any time`,
      [Symbol.asyncDispose]: () => repetition[Symbol.asyncDispose](),
    };
  },
};
