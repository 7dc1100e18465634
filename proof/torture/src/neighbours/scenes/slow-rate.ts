import { askForResends } from '../scene/asked-resends.ts';
import { recordsOf, singleOf } from '../scene/records.ts';
import type { Scene } from '../scene/scene.ts';
import { everything, fewThenMore } from '../scene/scene-defaults.ts';

const POSTS = 1_500;
const accountOf = (attacker: number): number => 100 + attacker;

/** Far more single objects than a healthy endpoint takes at its rate. */
export const slowRate: Scene = {
  name: 'slow-rate',
  about: `${POSTS} single resends to an endpoint that takes one delivery a second`,
  crowds: fewThenMore,
  judged: everything,
  records: (attacker, receiverUrl) =>
    recordsOf({
      id: accountOf(attacker),
      userIds: [accountOf(attacker)],
      endpointUrls: [`${receiverUrl}/fine/${attacker}`],
      maxRatePerSecond: 1,
      events: POSTS,
    }),
  attack: ({ number, user }) => {
    const account = accountOf(number);
    const bodies = Array.from({ length: POSTS }, (_, at) => singleOf(account, at + 1));
    return askForResends([{ user: user(account, 16), bodies }]);
  },
};
