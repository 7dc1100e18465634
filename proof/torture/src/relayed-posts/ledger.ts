/** What the answer to a post says of it. */
export type Reported =
  /** It is accepted, with its id. */
  | { readonly kind: 'accepted'; readonly id: number }
  /** Nothing was done, by the answer or since nobody was there: come again. */
  | { readonly kind: 'not-done'; readonly by: 'answer' | 'nobody' }
  /** It may be refused for what it asks for; nothing was done. */
  | { readonly kind: 'refused' }
  /** It may have happened: by the answer, or since the connection broke off without one. */
  | { readonly kind: 'unknown'; readonly by: 'answer' | 'break' };

/** One post of a caller; those that repeat a request share its key. */
export interface Try {
  /** Goes with it as X-Request-Id, and is unique. */
  readonly requestId: string;
  readonly key: string | null;
  /** False: what it asks for exists for nobody who asks. */
  readonly isAllowed: boolean;
  readonly reported: Reported;
}

/** A resend as the database has it. */
export interface Made {
  readonly id: number;
  /** Of the post that made it. */
  readonly requestId: string;
  /** By which it was asked for; null when there was none. */
  readonly key: string | null;
  readonly isSettled: boolean;
}

/** Everything that is known when all is settled. */
export interface PostEvidence {
  readonly tries: readonly Try[];
  readonly made: readonly Made[];
  /** How often the delivery of a resend came, by its id. */
  readonly arrivals: ReadonlyMap<number, number>;
  /** What SQLite finds wrong: "ok" when nothing is. */
  readonly integrity: string;
}

/** Violations reported at most; one defect may have thousands. */
const MAX_REPORTED = 50;

/** Compares what callers were answered with what there is; returns what does not hold. */
export function judgePosts(evidence: PostEvidence): string[] {
  const violations = [
    ...judgeTries(evidence),
    ...judgeMade(evidence),
    ...judgeKeys(evidence),
    ...judgeArrivals(evidence),
  ];
  if (evidence.integrity !== 'ok') violations.push(`integrity_check: ${evidence.integrity}`);
  return violations.slice(0, MAX_REPORTED);
}

function* judgeTries({ tries, made }: PostEvidence): Generator<string> {
  const byRequest = Map.groupBy(made, ({ requestId }) => requestId);
  const byId = new Map(made.map((row) => [row.id, row]));
  for (const { requestId, key, isAllowed, reported } of tries) {
    const own = byRequest.get(requestId) ?? [];
    if (own.length > 1) yield `${requestId}: made ${own.length} resends`;
    if (own.length > 0 && !isAllowed) yield `${requestId}: made what it may not`;
    if (reported.kind === 'refused' && isAllowed) yield `${requestId}: was refused`;
    if (reported.kind === 'not-done' || reported.kind === 'refused') {
      if (own.length > 0) yield `${requestId}: was reported that nothing was done, and it was`;
    }
    if (reported.kind !== 'accepted') continue;
    const row = byId.get(reported.id);
    if (row === undefined) yield `${requestId}: was answered ${reported.id}, which does not exist`;
    else if (key === null ? row.requestId !== requestId : row.key !== key) {
      yield `${requestId}: was answered ${reported.id}, which is another's`;
    }
  }
}

/** There is nothing that nobody asked for, and all of it settles. */
function* judgeMade({ tries, made }: PostEvidence): Generator<string> {
  const asked = new Map(tries.map(({ requestId, key }) => [requestId, key]));
  for (const { id, requestId, key, isSettled } of made) {
    if (!asked.has(requestId)) yield `resend ${id}: nobody asked for it`;
    else if (asked.get(requestId) !== key) yield `resend ${id}: has the key ${key}`;
    if (!isSettled) yield `resend ${id}: is not settled`;
  }
}

/** A request with a key is asked until it is answered: then there is one resend of it. */
function* judgeKeys({ tries, made }: PostEvidence): Generator<string> {
  const byKey = Map.groupBy(
    made.filter(({ key }) => key !== null),
    ({ key }) => key,
  );
  for (const [key, { length }] of byKey) if (length > 1) yield `${key}: made ${length} resends`;
  const tried = Map.groupBy(tries, ({ key }) => key);
  for (const [key, repeated] of tried) {
    if (key === null || !repeated.some(({ isAllowed }) => isAllowed)) continue;
    if (!repeated.some(({ reported }) => reported.kind === 'accepted'))
      yield `${key}: was never accepted`;
  }
}

/** No dispatcher is killed, so nothing comes twice. */
function* judgeArrivals({ made, arrivals }: PostEvidence): Generator<string> {
  for (const { id } of made) {
    const times = arrivals.get(id) ?? 0;
    if (times !== 1) yield `resend ${id}: came ${times} times`;
  }
  const known = new Set(made.map(({ id }) => id));
  for (const id of arrivals.keys()) if (!known.has(id)) yield `resend ${id}: came and is not there`;
}
