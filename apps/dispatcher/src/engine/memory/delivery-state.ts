/**
 * Where a delivery is while it is in memory:
 *
 *   loaded ───► waiting ───► unlocked        while another delivery holds the lock of its key
 *     │                         │
 *     └───────────┬─────────────┘
 *                 ▼
 *             in_flight ───► recorded        it leaves memory when its outcome is committed
 *
 * From loaded, waiting and unlocked it may be dropped: the database has it, and it is loaded again.
 *
 * - loaded: in its buffer, in the order of its arrival.
 * - waiting: in the line for the lock of its ordering key, and in no list of its buffer.
 * - unlocked: holds that lock and is among the next of its buffer.
 * - in_flight: holds that lock and a slot; an attempt is made, or its outcome is being recorded.
 */
export type DeliveryState =
  'loaded' | 'waiting' | 'unlocked' | 'in_flight' | 'recorded' | 'dropped';

const NEXT: Readonly<Record<DeliveryState, readonly DeliveryState[]>> = {
  loaded: ['in_flight', 'waiting', 'dropped'],
  waiting: ['unlocked', 'dropped'],
  unlocked: ['in_flight', 'dropped'],
  in_flight: ['recorded'],
  recorded: [],
  dropped: [],
};

/** The state that follows; throws when a delivery cannot come to it. */
export function nextState(state: DeliveryState, next: DeliveryState): DeliveryState {
  if (NEXT[state].includes(next)) return next;
  throw new Error(`A delivery that is ${state} cannot become ${next}`);
}
