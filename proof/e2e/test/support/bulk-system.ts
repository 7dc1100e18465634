import { startSystem, type Settings, type System } from '@webhooks/proof-kit';
import { startHttpReceiver, type HttpReceiver } from '@webhooks/testing';

import { bulkAccount, type BulkAccount } from './records.ts';

/** The running system with one account whose events all go to one receiver. */
export interface BulkSystem {
  readonly system: System;
  readonly receiver: HttpReceiver;
  readonly account: BulkAccount;
}

/** Gives all tests of a describe one such system, which ends with them. */
export function useBulkSystem(
  account: { readonly id: number; readonly events: number; readonly objects: number },
  assign: (started: BulkSystem) => void,
  settings: Settings = {},
): void {
  const stack = new AsyncDisposableStack();
  before(async () => {
    const system = stack.use(await startSystem(settings));
    const receiver = stack.use(await startHttpReceiver());
    const bulk = bulkAccount(account.id, account, receiver.url);
    await system.importRecords(bulk.records);
    assign({ system, receiver, account: bulk });
  });
  after(() => stack.disposeAsync());
}
