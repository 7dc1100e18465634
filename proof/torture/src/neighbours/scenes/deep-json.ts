import { once } from 'node:events';

import { userToken } from '@webhooks/proof-kit';

import { openServiceSession } from '../scene/service-session.ts';
import { Repetition } from '../scene/many.ts';
import type { Scene } from '../scene/scene.ts';
import { everything, fewThenMore } from '../scene/scene-defaults.ts';

const LANES = 4;
const METHOD = '/webhooks.resend.v1.ResendService/CreateResend';
/** Just below the largest message of the core: whatever is read of it is read in one go. */
const BYTES = 1024 * 1024 - 64;
const HEAD = '{"request_id":"x","unknown":';
const DEPTH = (BYTES - HEAD.length - 1) / 2;

/** Messages of 1 MiB that are nothing but depth. */
export const deepJson: Scene = {
  name: 'deep-json',
  about: '1 MiB of deep JSON to the core, again and again',
  crowds: fewThenMore,
  judged: everything,
  async attack({ number, settings, address }) {
    const port = Number(settings['RPC_PORT']);
    const deep = `${HEAD}${'['.repeat(DEPTH)}${']'.repeat(DEPTH)}}`;
    const authorization = `Bearer ${userToken(900 + number)}`;
    const send = async (): Promise<void> => {
      const session = openServiceSession(port, address);
      const stream = session.request({
        ...{ ':method': 'POST', ':path': METHOD, 'content-type': 'application/json' },
        authorization,
        'connect-protocol-version': '1',
      });
      stream.on('error', () => {});
      stream.resume();
      stream.end(deep);
      await once(stream, 'close').finally(() => session.destroy());
    };
    const repetition = new Repetition(LANES, send);
    return {
      held: `${LANES} messages at any time`,
      [Symbol.asyncDispose]: () => repetition[Symbol.asyncDispose](),
    };
  },
};
