import { floods } from './floods.ts';
import { framing } from './framing.ts';
import type { HostileKind } from './hostile-kind.ts';
import { silences } from './silences.ts';
import { statuses } from './statuses.ts';
import { tlsKinds } from './tls-kinds.ts';

/** Every way in which a receiver is known to be sick or hostile: what any sender has to survive. */
export const hostileKinds: readonly HostileKind[] = [
  ...silences,
  ...floods,
  ...framing,
  ...statuses,
  ...tlsKinds,
];
