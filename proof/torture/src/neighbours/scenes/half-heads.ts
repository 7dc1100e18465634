import { RESEND_PATH } from '@webhooks/proof-kit';

import { holdConnections } from '../scene/held-connections.ts';
import type { Scene } from '../scene/scene.ts';
import { everything, fewThenMore } from '../scene/scene-defaults.ts';

/** More than the facade has connections. */
const CONNECTIONS = 10_200;

/** Connections to the facade whose heads do not end. */
export const halfHeads: Scene = {
  name: 'half-heads',
  about: `${CONNECTIONS} half heads to the facade, without a token`,
  crowds: fewThenMore,
  judged: everything,
  attack: ({ settings, address }) =>
    holdConnections({
      port: Number(settings['REST_PORT']),
      address,
      count: CONNECTIONS,
      greeting: `GET ${RESEND_PATH} HTTP/1.1\r\nhost: facade\r\nx-half: `,
    }),
};
