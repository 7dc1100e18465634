import type { LookupFunction } from 'node:net';

import type { Sender } from '../../src/index.ts';
import { testSender } from '../support/test-sender.ts';
import { trustedCertificates } from './tls-kinds.ts';

/** Long enough for whatever does not depend on it, however busy the machine is. */
const patientMs = 10_000;

/** Deadline of those attempts that nothing else ends, in milliseconds. */
export const deadlineMs = 1_000;

/** A sender whose names all lead to the loopback. */
export function hostileSender({ endsByDeadline }: { endsByDeadline: boolean }): Sender {
  return testSender({
    attemptTimeoutMs: endsByDeadline ? deadlineMs : patientMs,
    connectionsPerOrigin: 64,
    guard: { judgeUrl: () => null, lookup: toLoopback },
    trustedCertificates,
  });
}

const toLoopback: LookupFunction = (_name, { all }, callback) => {
  if (all === true) process.nextTick(callback, null, [{ address: '127.0.0.1', family: 4 }]);
  else process.nextTick(callback, null, '127.0.0.1', 4);
};
