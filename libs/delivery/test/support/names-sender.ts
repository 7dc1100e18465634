import { createAddressGuard, createNameResolver, parseRange } from '@webhooks/address-guard';

import type { HttpSenderOptions, Sender } from '../../src/index.ts';
import { testSender } from './test-sender.ts';

/** A sender with everything real between it and a name server. */
export function namesSender(
  server: string,
  options: Partial<HttpSenderOptions>,
): AsyncDisposable & { readonly sender: Sender } {
  const names = createNameResolver({ servers: [server], timeoutMs: 1_000, useSystem: false });
  const guard = createAddressGuard({
    ...{ allowHttp: true, ports: null, resolve: names.resolve, resolveTimeoutMs: 5_000 },
    allowedRanges: ['127.0.0.0/8', '::1/128'].map(parseRange).filter((it) => it !== null),
  });
  const sender = testSender({ guard, ...options });
  return {
    sender,
    [Symbol.asyncDispose]: async () => {
      await sender[Symbol.asyncDispose]();
      names[Symbol.dispose]();
    },
  };
}
