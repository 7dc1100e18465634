import path from 'node:path';

import Database from 'better-sqlite3';

import { Repetition } from '../scene/many.ts';
import { recordsOf, singleOf } from '../scene/records.ts';
import type { Scene } from '../scene/scene.ts';

const LOCK_MS = 15_000;
const ACCOUNT = 1_000;
/** Posts at once that wait for the lock. */
const WRITES = 8;

/** Somebody's sqlite3 that has begun to write and waits: reading needs no lock and continues. */
export const foreignLock: Scene = {
  name: 'foreign-lock',
  about: `a foreign lock on the database of ${LOCK_MS / 1_000} s, while somebody wants to write`,
  crowds: [1],
  judged: ['get', 'stream'],
  records: (_attacker, receiverUrl) =>
    recordsOf({
      id: ACCOUNT,
      userIds: [ACCOUNT],
      endpointUrls: [`${receiverUrl}/fine/lock`],
      events: WRITES,
    }),
  async attack({ settings, user }) {
    const database = new Database(path.join(settings['DATA_DIR'] ?? '', 'webhooks.db'));
    database.exec('BEGIN IMMEDIATE');
    const unlock = (): void => {
      if (database.open) database.close();
    };
    const own = user(ACCOUNT);
    const write = async (): Promise<unknown> => own.resend(singleOf(ACCOUNT, 1), LOCK_MS);
    const writing = new Repetition(WRITES, write);
    const timer = setTimeout(unlock, LOCK_MS);
    return {
      held: 'the lock',
      [Symbol.asyncDispose]: async () => {
        clearTimeout(timer);
        unlock();
        await writing[Symbol.asyncDispose]();
      },
    };
  },
};
