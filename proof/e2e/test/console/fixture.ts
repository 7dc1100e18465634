import path from 'node:path';

import { startSystem, userToken, type System } from '@webhooks/proof-kit';
import type { Browser, BrowserContextOptions } from 'playwright-core';

import { chromiumFile, launchChromium } from './chromium.ts';
import { openShop, type Shop } from './shop.ts';
import { Visitor } from './visitor.ts';

const consoleDir = path.resolve(import.meta.dirname, '../../../../apps/console/dist');

/** The whole system with a console, a merchant whose ERP is sick, and a browser. */
export interface ConsoleFixture extends AsyncDisposable {
  readonly system: System;
  readonly shop: Shop;
  readonly browser: Browser;
  readonly token: string;
  /** A new visitor, who has not signed in. */
  open(options?: BrowserContextOptions): Promise<Visitor>;
  /** A new visitor, signed in as user 246. */
  enter(options?: BrowserContextOptions): Promise<Visitor>;
}

/** Null where there is no Chromium to drive. settings: beside or in place of the usual ones. */
export async function startConsole(
  settings: Readonly<Record<string, string>> = {},
): Promise<ConsoleFixture | null> {
  const file = chromiumFile();
  if (file === null) return null;
  await using started = new AsyncDisposableStack();
  const shop = started.use(await openShop());
  const system = started.use(
    await startSystem({
      CONSOLE_DIR: consoleDir,
      RETRY_SCHEDULE: '0,1',
      // The sick receiver is to be tried to the end.
      BREAKER_FAILURES: '1000',
      ENDPOINT_MAX_IN_FLIGHT: '4',
      ...settings,
    }),
  );
  const browser = await launchChromium(file);
  started.defer(() => browser.close());
  await system.importSample(shop.records);
  const token = userToken(246);
  const open = (options?: BrowserContextOptions): Promise<Visitor> =>
    Visitor.open(browser, system, options);
  const parts = started.move();
  return {
    ...{ system, shop, browser, token, open },
    enter: async (options) => {
      const visitor = await open(options);
      await visitor.signIn(token);
      return visitor;
    },
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  };
}
