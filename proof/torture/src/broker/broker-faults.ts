import { setTimeout as delay } from 'node:timers/promises';

import { connect, type JetStreamManager, type NatsConnection } from 'nats';

import type { NatsServer, TcpProxy } from '@webhooks/testing';

/** The broker, and the link through which the apps reach it. */
export interface BrokerUnderFire {
  readonly nats: NatsServer;
  readonly link: TcpProxy;
  readonly random: () => number;
  readonly dispatcher: { stop(): Promise<void>; start(): Promise<void> };
}

/** Something that happens to the broker while the apps work. */
export interface BrokerFault {
  readonly name: string;
  /** True: the broker cannot be reached until `end`. */
  readonly isAway: boolean;
  begin(broker: BrokerUnderFire): Promise<void> | void;
  /** What is done when the fault has lasted; nothing where it has no end. */
  end?(broker: BrokerUnderFire): Promise<void> | void;
}

const STREAM = 'RESENDS';
const consumers = ['dispatcher-interactive', 'dispatcher-bulk'] as const;
const subjects = ['resends.requested.interactive', 'resends.requested.bulk'] as const;
const GARBAGE = 200;
const COPIES = 3;
/** How long messages are listened to before they are sent again. */
const LISTENING_MS = 1_000;

/** In an order in which each finds the broker whole. */
export const brokerFaults: readonly BrokerFault[] = [
  {
    name: 'killed',
    isAway: true,
    begin: ({ nats }) => nats.kill(),
    end: ({ nats }) => nats.start(),
  },
  {
    name: 'frozen',
    isAway: true,
    begin: ({ nats }) => nats.pause(),
    end: ({ nats }) => nats.resume(),
  },
  { name: 'store-deleted', isAway: false, begin: ({ nats }) => nats.wipeStore() },
  {
    name: 'back-without-store',
    isAway: true,
    begin: async ({ nats }) => {
      await nats.kill();
      nats.wipeStore();
    },
    end: ({ nats }) => nats.start(),
  },
  // Jobs that nobody has taken are lost with it: the service alone knows of them.
  {
    name: 'lost-with-jobs',
    isAway: true,
    begin: ({ dispatcher }) => dispatcher.stop(),
    end: async ({ nats, dispatcher }) => {
      await nats.kill();
      nats.wipeStore();
      await nats.start();
      await dispatcher.start();
    },
  },
  {
    name: 'stream-deleted',
    isAway: false,
    begin: (broker) =>
      manage(broker, async (manager) => void (await manager.streams.delete(STREAM))),
  },
  {
    name: 'stream-changed',
    isAway: false,
    begin: (broker) =>
      manage(
        broker,
        async (manager) => void (await manager.streams.update(STREAM, { max_msgs: 1 })),
      ),
  },
  {
    name: 'consumers-deleted',
    isAway: false,
    begin: (broker) =>
      manage(broker, async (manager) => {
        for (const name of consumers) await manager.consumers.delete(STREAM, name);
      }),
  },
  {
    name: 'consumers-changed',
    isAway: false,
    begin: (broker) =>
      manage(broker, async (manager) => {
        const change = { max_ack_pending: 1, max_deliver: 2 };
        for (const name of consumers) await manager.consumers.update(STREAM, name, change);
      }),
  },
  { name: 'link-cut', isAway: false, begin: ({ link }) => link.cut() },
  {
    name: 'link-black-holed',
    isAway: true,
    begin: ({ link }) => link.blackHole(),
    end: ({ link }) => link.restore(),
  },
  {
    name: 'link-refused',
    isAway: true,
    begin: ({ link }) => link.refuse(),
    end: ({ link }) => link.restore(),
  },
  // What the apps say is lost: publications and the acknowledgements of jobs.
  {
    name: 'acknowledgements-lost',
    isAway: true,
    begin: ({ link }) => link.blackHole('to-server'),
    end: cutAndRestore,
  },
  // What the broker says is lost: jobs and the acknowledgements of publications.
  {
    name: 'answers-lost',
    isAway: true,
    begin: ({ link }) => link.blackHole('to-client'),
    end: cutAndRestore,
  },
  { name: 'messages-doubled', isAway: false, begin: doubleMessages },
  { name: 'garbage', isAway: false, begin: sendGarbage },
];

/** Whatever was held back is gone with its connections. */
function cutAndRestore({ link }: BrokerUnderFire): void {
  link.cut();
  link.restore();
}

async function doubleMessages(broker: BrokerUnderFire): Promise<void> {
  await withConnection(broker, async (connection) => {
    const heard: { subject: string; data: Uint8Array }[] = [];
    connection.subscribe('resends.requested.>', {
      callback: (_error, { subject, data }) => void heard.push({ subject, data }),
    });
    await delay(LISTENING_MS);
    for (const { subject, data } of heard.splice(0)) {
      for (let copy = 0; copy < COPIES; copy += 1) connection.publish(subject, data);
    }
    await connection.flush();
  });
}

async function sendGarbage(broker: BrokerUnderFire): Promise<void> {
  const { random } = broker;
  await withConnection(broker, async (connection) => {
    for (let number = 0; number < GARBAGE; number += 1) {
      const size = number % 10 === 0 ? 0 : Math.floor(random() ** 4 * 20_000);
      const bytes = Buffer.from(Array.from({ length: size }, () => Math.floor(random() * 256)));
      connection.publish(subjects[number % 2] ?? subjects[0], bytes);
    }
    await connection.flush();
  });
}

function manage(
  broker: BrokerUnderFire,
  action: (manager: JetStreamManager) => Promise<void>,
): Promise<void> {
  return withConnection(broker, async (connection) => action(await connection.jetstreamManager()));
}

/** Beside the link of the apps. */
async function withConnection(
  { nats }: BrokerUnderFire,
  action: (connection: NatsConnection) => Promise<void>,
): Promise<void> {
  const connection = await connect({ servers: nats.url });
  try {
    await action(connection);
  } finally {
    await connection.close();
  }
}
