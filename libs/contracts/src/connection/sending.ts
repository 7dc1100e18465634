import { AsyncLocalStorage } from 'node:async_hooks';

/** What is known of a call on its way to the core. */
export interface Sending {
  /** False: no byte of it was written, or the core said that it did not look at it. */
  mayHaveArrived: boolean;
}

const current = new AsyncLocalStorage<Sending>();

/** Runs a call; the connection to the core notes in the sending how far it came. */
export function trackSending<T>(sending: Sending, call: () => Promise<T>): Promise<T> {
  return current.run(sending, call);
}

/** The call that is being made here; undefined when nobody tracks it. */
export function currentSending(): Sending | undefined {
  return current.getStore();
}
