import type { OpenDatabaseOptions } from '../open/open-database.ts';
import type { ThreadFailure } from './thread-failure.ts';
import type { ThreadStoreName } from './store-codecs.ts';

/** Marks a thread's start data, so that a program's entry can tell that it is to be the thread. */
export interface ThreadStart {
  readonly kind: 'webhooks-store-thread';
  /** The stores of the dispatcher, the catalog, or previews. */
  readonly serves: 'dispatching' | 'catalog' | 'previews';
  readonly open: OpenDatabaseOptions;
}

/** A call of one method of one store. */
export interface ThreadCall {
  readonly number: number;
  readonly store: ThreadStoreName;
  readonly method: string;
  /** By the codec of the method. */
  readonly args: unknown;
}

/** The answer to the call with the same number; number 0 says that the database is open. */
export type ThreadAnswer =
  | { readonly number: number; readonly result: unknown }
  | { readonly number: number; readonly failure: ThreadFailure };
