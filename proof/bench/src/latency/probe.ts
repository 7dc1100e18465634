import { setTimeout as delay } from 'node:timers/promises';

import { latenciesOf, type Latencies } from '../rounds/latencies.ts';
import type { Receiver } from '../receiver/receiver.ts';
import { ProbeLoad } from '../system/probe-load.ts';
import { objectRequest } from '../system/resend-client.ts';
import type { System } from '../system/system.ts';
import type { AccountSpec } from '../system/write-events.ts';

/** Far apart enough for each to find what the one before it left idle. */
export const PROBES_PER_SECOND = 20;

/** What is probed: an account whose only endpoint is number 0 of the receiver. */
export interface Probed {
  readonly system: System;
  readonly receiver: Receiver;
  readonly account: Pick<AccountSpec, 'id' | 'events'>;
}

/** Posts resends of one object each at a steady pace, and times how soon each arrives. */
export async function probe(
  { system, receiver, account }: Probed,
  seconds: number,
): Promise<Latencies> {
  await receiver.takeArrivals();
  const load = new ProbeLoad(system, PROBES_PER_SECOND, (number) =>
    objectRequest(account, 1 + (number % account.events)),
  );
  await delay(seconds * 1000);
  const probes = await load.stop();
  await receiver.waitForCount(0, 1, probes.length);
  return latenciesOf(probes, await receiver.takeArrivals());
}
