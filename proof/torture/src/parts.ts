import { agreement } from './agreement/agreement.ts';
import { brokerPart } from './broker/broker-part.ts';
import { crashPart } from './crash/crash-part.ts';
import { faultsPart } from './faults/faults-part.ts';
import { fullDisk } from './full-disk/full-disk.ts';
import { hostileCallers } from './hostile-callers/hostile-callers.ts';
import { hostileReceivers } from './hostile-receivers/hostile-receivers.ts';
import { neighbours } from './neighbours/neighbours.ts';
import type { Part } from './part/part.ts';
import { powerPart } from './power/power-part.ts';
import { relayedPosts } from './relayed-posts/relayed-posts-part.ts';
import { simulation } from './simulation/simulation.ts';

/** Every part, in the order in which all of them are run. */
export const parts: readonly Part[] = [
  crashPart,
  relayedPosts,
  powerPart,
  brokerPart,
  faultsPart,
  fullDisk,
  hostileReceivers,
  hostileCallers,
  neighbours,
  agreement,
  simulation,
];
