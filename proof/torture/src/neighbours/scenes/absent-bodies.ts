import { RESEND_PATH, userToken } from '@webhooks/proof-kit';

import { holdConnections } from '../scene/held-connections.ts';
import type { Scene } from '../scene/scene.ts';
import { everything, fewThenMore } from '../scene/scene-defaults.ts';

const REQUESTS = 2_300;

/** Requests whose bodies do not come, behind the same proxy as the other one's. */
export const absentBodies: Scene = {
  name: 'absent-bodies',
  about: `${REQUESTS} requests to the facade whose bodies do not come, through the proxy of all`,
  crowds: fewThenMore,
  judged: everything,
  attack: ({ settings, number }) => {
    const head = [
      `POST ${RESEND_PATH} HTTP/1.1`,
      'host: facade',
      `authorization: Bearer ${userToken(800 + number)}`,
      `x-forwarded-for: 203.0.113.${number + 1}`,
      'content-type: application/json',
      'content-length: 1000',
    ];
    return holdConnections({
      port: Number(settings['REST_PORT']),
      address: '127.0.0.1',
      count: REQUESTS,
      greeting: `${head.join('\r\n')}\r\n\r\n`,
    });
  },
};
