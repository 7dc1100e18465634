import {
  DomainError,
  FencedOffError,
  type CatalogStore,
  type DispatchStore,
  type LeaseStore,
  type PreviewStore,
} from '@webhooks/domain';
import { StoreOpenError } from '@webhooks/store-kit';

import type { OpenDatabaseOptions } from '../open/open-database.ts';

/** What threads serve. */
export interface ThreadStores {
  readonly catalog: Pick<CatalogStore, 'write'>;
  readonly dispatch: DispatchStore;
  readonly lease: LeaseStore;
  readonly previews: PreviewStore;
}

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
  readonly store: keyof ThreadStores;
  readonly method: string;
  readonly args: readonly unknown[];
}

/** The answer to the call with the same number; number 0 says that the database is open. */
export type ThreadAnswer =
  | { readonly number: number; readonly result: unknown }
  | { readonly number: number; readonly failure: ThreadFailure };

/** An error on its way between threads, which keep neither class nor fields. */
export interface ThreadFailure {
  readonly kind: 'fenced_off' | 'store_open' | 'unavailable' | 'other';
  readonly message: string;
  readonly stack: string;
  readonly cause: string;
}

export function toFailure(error: unknown): ThreadFailure {
  const { message, stack = '', cause } = error as Error;
  const causeText = cause instanceof Error ? cause.message : '';
  return { kind: kindOf(error), message, stack, cause: causeText };
}

export function fromFailure({ kind, message, stack, cause }: ThreadFailure): Error {
  const options = cause === '' ? {} : { cause };
  if (kind === 'fenced_off') return new FencedOffError(message);
  if (kind === 'store_open') return new StoreOpenError(message, options);
  if (kind === 'unavailable') return new DomainError('service_unavailable', message, options);
  return Object.assign(new Error(message, options), { stack });
}

function kindOf(error: unknown): ThreadFailure['kind'] {
  if (error instanceof FencedOffError) return 'fenced_off';
  if (error instanceof StoreOpenError) return 'store_open';
  return error instanceof DomainError ? 'unavailable' : 'other';
}
