import { floods } from './floods.ts';
import { framing } from './framing.ts';
import type { HostileKind } from './hostile-kind.ts';
import { silences } from './silences.ts';
import { statuses } from './statuses.ts';
import { certificates, tlsKinds } from './tls-kinds.ts';

const plainKinds = [...silences, ...floods, ...framing, ...statuses];

/** What a receiver does with requests, it can do over TLS as well; to wait is the same for both. */
const securedKinds = plainKinds
  .filter(({ onRequest, onConnection, endsByDeadline }) => {
    return onRequest !== undefined && onConnection === undefined && endsByDeadline !== true;
  })
  .map((kind): HostileKind => ({
    ...kind,
    name: `${kind.name}, over TLS`,
    tls: certificates.valid,
    onRequest: (socket, request) => {
      // A TLS connection cannot be reset.
      socket.resetAndDestroy = () => socket.destroy();
      kind.onRequest?.(socket, request);
    },
  }));

/** Every way in which a receiver is known to be sick or hostile: what any sender has to survive. */
export const hostileKinds: readonly HostileKind[] = [...plainKinds, ...tlsKinds, ...securedKinds];
