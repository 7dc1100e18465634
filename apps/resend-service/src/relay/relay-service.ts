import type { MessageInitShape } from '@bufbuild/protobuf';
import type { ServiceImpl } from '@connectrpc/connect';

import type { RelayedResultSchema, RelayService } from '@webhooks/contracts';
import { validationError } from '@webhooks/domain';
import { crashPoint } from '@webhooks/runtime';

import type { MayTellAddress } from '../rpc/call.ts';
import { createRelayedCalls, type RelayedCallParts } from './relayed-call.ts';

/** Calls in one: what facades collect in one turn of their event loop. */
const MAX_CALLS = 64;

type Result = MessageInitShape<typeof RelayedResultSchema>;

/**
 * The calls of webhooks.relay.v1. Results that come in one turn of the event loop go out in one
 * message; none waits for one that comes later.
 */
export function relayService(
  parts: RelayedCallParts & { readonly mayForwardAddress: MayTellAddress },
): ServiceImpl<typeof RelayService> {
  const run = createRelayedCalls(parts);

  return {
    async *createResends({ calls }, { values, signal, requestHeader }) {
      if (calls.length === 0 || calls.length > MAX_CALLS) {
        throw validationError([
          { field: 'calls', message: `must have 1 to ${MAX_CALLS} elements` },
        ]);
      }
      await crashPoint('relayed-not-begun');
      const mayForwardAddress = parts.mayForwardAddress(Object.fromEntries(requestHeader));
      const carrier = { values, signal, mayForwardAddress };
      const ready: Result[] = [];
      let wake = (): void => {};
      for (const [index, relayed] of calls.entries()) {
        void run(relayed, carrier).then((outcome) => {
          ready.push({ index, outcome });
          wake();
        });
      }
      for (let left = calls.length; left > 0;) {
        if (ready.length === 0) await new Promise<void>((resolve) => (wake = resolve));
        await new Promise((resolve) => setImmediate(resolve));
        const results = ready.splice(0);
        left -= results.length;
        await crashPoint('result-not-sent');
        yield { results };
        await crashPoint('result-sent');
      }
    },
  };
}
