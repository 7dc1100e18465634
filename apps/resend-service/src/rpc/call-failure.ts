import { ConnectError, type ContextValues } from '@connectrpc/connect';

import { failureKey } from './call-meter.ts';
import { blameCaller } from './caller-fault.ts';

/**
 * Notes with which code a call fails, also when it fails where no interceptor sees it, as with a
 * message that cannot be read. Connect aborts a call's signal with its error before it writes the
 * error down, whatever the protocol.
 */
export function noteFailures(signal: AbortSignal, values: ContextValues): void {
  signal.addEventListener('abort', () => {
    const reason: unknown = signal.reason;
    if (reason instanceof ConnectError) values.set(failureKey, blameCaller(reason).code);
  });
}
