import type { AttemptOutcome } from '@webhooks/domain';
import { expect } from 'chai';

import { Egress, NotSentError, type EgressProxy, type HttpSenderOptions } from '../../src/index.ts';
import { testSender } from './test-sender.ts';

/** A proxy as the setting has it. */
export function proxyAt(port: number, changes: Partial<EgressProxy> = {}): EgressProxy {
  return { host: '127.0.0.1', port, authorization: null, isByName: false, ...changes };
}

export function egressThrough(defaultProxy: EgressProxy | null, timeoutMs = 1_000): Egress {
  return new Egress({ defaultProxy, named: new Map(), proxyLookup: null, timeoutMs });
}

/** A sender whose default way is a proxy. */
export function senderThrough(proxy: EgressProxy, options: Partial<HttpSenderOptions> = {}) {
  const egress = egressThrough(proxy);
  return { egress, sender: testSender({ egress, ...options }) };
}

/** What keeps a request from being sent. */
export async function notSent(sending: Promise<AttemptOutcome>): Promise<NotSentError> {
  const result = await sending.catch((error: unknown) => error);
  expect(result).to.be.instanceOf(NotSentError);
  return result as NotSentError;
}
