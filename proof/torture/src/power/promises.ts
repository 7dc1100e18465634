/** The answers that a caller got, and when; times in seconds since the epoch. */
export interface Promises {
  /** IDs that were answered. */
  readonly answered: readonly { readonly id: number; readonly atS: number }[];
  /** Resends that were reported as settled, with the deliveries reported as delivered. */
  readonly settled: readonly {
    readonly id: number;
    readonly delivered: number;
    readonly atS: number;
  }[];
}

/** A resend in a database that came back. */
export interface FoundResend {
  readonly id: number;
  readonly status: string;
  readonly delivered: number;
  readonly deliveredRows: number;
  readonly endpoints: number;
  readonly acts: number;
  readonly jobs: number;
}

/** What of a database that came back breaks what was promised before the power went. */
export function brokenPromises(
  { answered, settled }: Promises,
  found: readonly FoundResend[],
  atTimeS: number,
): string[] {
  const byId = new Map(found.map((resend) => [resend.id, resend]));
  const missing = answered
    .filter(({ id, atS }) => atS <= atTimeS && !byId.has(id))
    .map(({ id }) => `resend ${id} was answered and is missing`);
  const undone = settled.flatMap(({ id, delivered, atS }) => {
    const resend = byId.get(id);
    if (atS > atTimeS || resend === undefined) return [];
    const isKept = isSettled(resend) && resend.delivered === delivered;
    return isKept
      ? []
      : [`resend ${id} was reported settled with ${delivered}: ${inWords(resend)}`];
  });
  const halves = found
    .filter((resend) => !isWhole(resend))
    .map((resend) => `resend ${resend.id} is half-written: ${inWords(resend)}`);
  return [...missing, ...undone, ...halves];
}

/** Written with everything that belongs to it; one that is not started has its job. */
function isWhole(resend: FoundResend): boolean {
  const { endpoints, acts, jobs, status, delivered, deliveredRows } = resend;
  const isStartable = status !== 'PENDING' || jobs === 1;
  return endpoints > 0 && acts === 1 && isStartable && delivered === deliveredRows;
}

function isSettled({ status }: FoundResend): boolean {
  return status === 'COMPLETED' || status === 'FAILED';
}

function inWords(resend: FoundResend): string {
  return JSON.stringify(resend);
}
