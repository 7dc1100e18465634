import type { DispatchStore, PendingResend, ResendMode, Timers } from '@webhooks/domain';
import { startLoop, type Loop } from '@webhooks/runtime';
import type { Logger } from '@webhooks/telemetry';

import type { Engine } from './engine/engine.ts';

/** What the poll works with. */
export interface PendingPollParts {
  readonly engine: Pick<Engine, 'work'>;
  readonly store: Pick<DispatchStore, 'pendingResends'>;
  readonly isBrokerConnected: () => boolean;
  /** Resends of a mode that are in work through the poll at once. */
  readonly maxActive: Readonly<Record<ResendMode, number>>;
  readonly timers: Timers;
  readonly logger: Logger;
}

const POLL_MS = 1_000;
const PAGE = 256;
/** Pages read in one look, so that bulk resends that wait for room hide no others for long. */
const MAX_PAGES = 8;

/**
 * While there is no connection to the broker, looks about once a second for resends that nobody has
 * started, and works on them: what was accepted is not to wait for the broker. A message about one
 * of them that comes later finds it in work or done.
 */
export function startPendingPoll(parts: PendingPollParts): Loop {
  const { engine, store, isBrokerConnected, maxActive, timers, logger } = parts;
  const active = { interactive: new Set<number>(), bulk: new Set<number>() };
  let wasConnected = true;
  let lookedThrough = 0;

  const work = (id: number, inWork: Set<number>): void => {
    inWork.add(id);
    engine
      .work(id)
      .catch((error: unknown) => logger.debug({ err: error, resendId: id }, 'The engine ended'))
      .finally(() => inWork.delete(id));
  };
  const startFrom = (resends: readonly PendingResend[]): void => {
    for (const { id, mode } of resends) {
      const inWork = active[mode];
      if (inWork.size < maxActive[mode] && !inWork.has(id)) work(id, inWork);
    }
  };
  const look = async (): Promise<void> => {
    for (let page = 0; page < MAX_PAGES; page += 1) {
      const resends = await store.pendingResends(lookedThrough, PAGE);
      startFrom(resends);
      lookedThrough = resends.length < PAGE ? 0 : (resends.at(-1)?.id ?? 0);
      if (lookedThrough === 0) return;
    }
  };
  return startLoop({
    task: async () => {
      const isConnected = isBrokerConnected();
      // A connection that is lost for a moment only is the broker's matter.
      if (!isConnected && !wasConnected) await look();
      wasConnected = isConnected;
      return POLL_MS;
    },
    onError: (error) => logger.warn({ err: error }, 'Resends that wait could not be looked up'),
    errorPauseMs: POLL_MS,
    timers,
  });
}
