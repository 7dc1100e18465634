import { askForResends } from '../scene/asked-resends.ts';
import { bulkOf, recordsOf } from '../scene/records.ts';
import type { Scene } from '../scene/scene.ts';
import { everything, fewThenMore } from '../scene/scene-defaults.ts';

const ENDPOINTS = 40;
const EVENTS = 60;
const accountOf = (attacker: number): number => 300 + attacker;

/** More deliveries in flight to slow endpoints of one account than there are slots. */
export const slowEndpoints: Scene = {
  name: 'slow-endpoints',
  about: `${ENDPOINTS} endpoints of one account that answer after 14 s`,
  crowds: fewThenMore,
  judged: everything,
  records: (attacker, receiverUrl) => {
    const paths = Array.from({ length: ENDPOINTS }, (_, at) => `/after/14000/${attacker}/${at}`);
    const id = accountOf(attacker);
    const endpointUrls = paths.map((path) => `${receiverUrl}${path}`);
    return recordsOf({ id, userIds: [id], endpointUrls, events: EVENTS });
  },
  attack: ({ number, user }) => {
    const account = accountOf(number);
    return askForResends([{ user: user(account), bodies: [bulkOf(account)] }]);
  },
};
