import { once } from 'node:events';
import { constants, setPriority } from 'node:os';

import type { AttackerMessage, AttackerOrders } from './attackers.ts';
import { RestUser } from './scene/rest-user.ts';
import { scenes } from './scenes.ts';
import { startSlowReceiver } from './slow-receiver.ts';

/** Attackers come from addresses of their own; the other one comes from 127.0.0.1. */
const FIRST_ADDRESS = 2;

// Attackers come from other machines: what they compute takes no time of the system here.
setPriority(constants.priority.PRIORITY_LOW);

const [orders] = (await once(process, 'message')) as [AttackerOrders];
const ended = Promise.race([once(process, 'message'), once(process, 'disconnect')]);
const send = (message: AttackerMessage): void => void process.send?.(message);
try {
  await attack(orders);
} catch (error) {
  send({ failure: String(error instanceof Error ? error.stack : error) });
}
await ended;
process.exit();

async function attack({ scene: name, receiverPort, ...orders }: AttackerOrders): Promise<void> {
  const scene = scenes.find((one) => one.name === name);
  if (scene === undefined) throw new Error(`there is no scene ${name}`);
  await using cleanup = new AsyncDisposableStack();
  const address = `127.0.0.${String(FIRST_ADDRESS + orders.number)}`;
  const port = Number(orders.settings['REST_PORT']);
  cleanup.use(await startSlowReceiver(receiverPort));
  const user = (userId: number, connections?: number): RestUser =>
    cleanup.use(
      new RestUser({
        port,
        userId,
        address,
        ...(connections === undefined ? {} : { connections }),
      }),
    );
  const standing = cleanup.use(await scene.attack({ ...orders, address, user }));
  send({ held: standing.held });
  await ended;
}
