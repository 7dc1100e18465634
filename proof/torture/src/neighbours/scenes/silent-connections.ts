import { holdConnections } from '../scene/held-connections.ts';
import type { Scene } from '../scene/scene.ts';
import { everything, fewThenMore } from '../scene/scene-defaults.ts';

const CONNECTIONS = 520;

/** Connections to the core that say nothing. */
export const silentConnections: Scene = {
  name: 'silent-connections',
  about: `${CONNECTIONS} silent TCP connections to the service`,
  crowds: fewThenMore,
  judged: everything,
  attack: ({ settings, address }) => {
    const port = Number(settings['RPC_PORT']);
    return holdConnections({ port, address, count: CONNECTIONS, greeting: '' });
  },
};
