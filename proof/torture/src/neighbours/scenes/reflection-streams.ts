import type { ClientHttp2Session } from 'node:http2';

import { openServiceSession } from '../scene/service-session.ts';
import type { Scene } from '../scene/scene.ts';
import { everything, fewThenMore } from '../scene/scene-defaults.ts';

const CONNECTIONS = 60;
const STREAMS = 250;
const METHOD = '/grpc.reflection.v1.ServerReflection/ServerReflectionInfo';
const TICK_MS = 100;
const WANTED = Buffer.from('webhooks.resend.v1.ResendService');
/** A frame that asks for the file of that symbol, again and again. */
const ASK = Buffer.concat([
  Buffer.from([0, 0, 0, 0, WANTED.length + 2, 0x22, WANTED.length]),
  WANTED,
]);
const ASKED = Buffer.concat(Array.from({ length: 20 }, () => ASK));

/** Streams of the method that takes no token, whose answers are not read. */
export const reflectionStreams: Scene = {
  name: 'reflection-streams',
  about: `${CONNECTIONS} connections to the service without a token, ${STREAMS} reflection streams each, unread`,
  crowds: fewThenMore,
  judged: everything,
  async attack({ settings, address }) {
    const port = Number(settings['RPC_PORT']);
    const sessions = new Set<ClientHttp2Session>();
    const fill = (): void => {
      while (sessions.size < CONNECTIONS) {
        const session = openServiceSession(port, address, { initialWindowSize: 0 });
        sessions.add(session);
        session.once('close', () => sessions.delete(session));
        session.once('connect', () => openStreams(session));
      }
    };
    fill();
    const timer = setInterval(fill, TICK_MS);
    await new Promise((resolve) => setTimeout(resolve, 10 * TICK_MS));
    return {
      held: `${sessions.size} of ${CONNECTIONS} connections`,
      [Symbol.asyncDispose]: async () => {
        clearInterval(timer);
        for (const session of sessions) session.destroy();
      },
    };
  },
};

function openStreams(session: ClientHttp2Session): void {
  for (let number = 0; number < STREAMS && !session.destroyed; number += 1) {
    const stream = session.request({
      ...{ ':method': 'POST', ':path': METHOD, 'content-type': 'application/grpc' },
      te: 'trailers',
    });
    stream.on('error', () => {});
    stream.write(ASKED);
  }
}
