/** How a resend is carried out, whatever it covers. */
export interface ResendOptions {
  /** What people call it, and why it was asked for; null where nobody said. */
  readonly name: string | null;
  readonly reason: string | null;
  /** Nothing of it is started before; null: it is started at once. */
  readonly notBeforeMs: number | null;
  /** Deliveries started in a second at most; null: as many as its endpoints take. */
  readonly maxRatePerSecond: number | null;
  /** So many deliveries go first, and the others when all of these are delivered; null: all at once. */
  readonly first: number | null;
  /** A test endpoint that gets all of it, in place of those that would; null: those get it. */
  readonly deliverTo: string | null;
}

/** Carried out at once, as fast as its endpoints take it. */
export const noOptions: ResendOptions = {
  name: null,
  reason: null,
  notBeforeMs: null,
  maxRatePerSecond: null,
  first: null,
  deliverTo: null,
};

/** True when something was said of how a resend is carried out. */
export function hasOptions(options: ResendOptions): boolean {
  return Object.values(options).some((value) => value !== null);
}
