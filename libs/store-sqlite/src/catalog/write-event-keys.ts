import { EVENT_KEY_NAMES } from '@webhooks/domain';
import type {
  CatalogWriteResult,
  EventKeyName,
  EventKeys,
  RecordedEvent,
  ResendType,
} from '@webhooks/domain';

import type { Database } from '../sql/database.ts';

/** What is kept of an event with each key. */
export type KeyedEvent = Pick<RecordedEvent, 'accountId' | 'resendType' | 'occurredAtUs' | 'keys'>;

/** Keys of events. Runs inside a write transaction. */
export interface EventKeyWriter {
  /** Those that are not set yet. */
  add(sequence: number, event: KeyedEvent): void;
  /** Why a repetition contradicts those that are set; null: it does not. */
  conflictOf(sequence: number, keys: EventKeys): CatalogWriteResult;
}

/** Keys are added one by one and never change. */
export function createEventKeyWriter({ connection }: Database): EventKeyWriter {
  const insert = connection.prepare<[number, number, ResendType, number, EventKeyName, string]>(
    `INSERT INTO event_keys (event_seq, account_id, resend_type, occurred_at_us, name, value)
     VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (event_seq, name) DO NOTHING`,
  );
  const find = connection
    .prepare<[number, EventKeyName], string>(
      `SELECT value FROM event_keys WHERE event_seq = ? AND name = ?`,
    )
    .pluck();

  return {
    add(sequence, { accountId, resendType, occurredAtUs, keys = {} }) {
      for (const name of EVENT_KEY_NAMES) {
        const value = keys[name];
        if (value !== undefined) {
          insert.run(sequence, accountId, resendType, occurredAtUs, name, value);
        }
      }
    },
    conflictOf(sequence, keys) {
      const name = EVENT_KEY_NAMES.find(
        (own) => keys[own] !== undefined && (find.get(sequence, own) ?? keys[own]) !== keys[own],
      );
      if (name === undefined) return null;
      return { field: `event.keys.${name}`, message: 'differs from what was recorded before' };
    },
  };
}
