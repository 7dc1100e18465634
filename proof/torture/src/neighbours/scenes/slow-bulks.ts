import { askForResends } from '../scene/asked-resends.ts';
import { bulkOf, recordsOf } from '../scene/records.ts';
import type { Scene } from '../scene/scene.ts';
import { everything, fewThenMore } from '../scene/scene-defaults.ts';

const ACCOUNTS = 13;
/** As many as one user may have. */
const BULKS = 20;
const EVENTS = 20;
const accountsOf = (attacker: number): number[] =>
  Array.from({ length: ACCOUNTS }, (_, at) => 200 + attacker * ACCOUNTS + at);

/** Accounts with as many bulk resends as they may have, which take long. */
export const slowBulks: Scene = {
  name: 'slow-bulks',
  about: `${ACCOUNTS} accounts with ${BULKS} bulk resends each to endpoints that answer after 14 s`,
  crowds: fewThenMore,
  judged: everything,
  judgesBulk: true,
  *records(attacker, receiverUrl) {
    for (const id of accountsOf(attacker)) {
      const endpointUrls = [`${receiverUrl}/after/14000/${id}`];
      yield* recordsOf({ id, userIds: [id], endpointUrls, events: EVENTS });
    }
  },
  attack: ({ number, user }) =>
    askForResends(
      accountsOf(number).map((account) => ({
        user: user(account, 4),
        bodies: Array.from({ length: BULKS }, () => bulkOf(account)),
      })),
    ),
};
