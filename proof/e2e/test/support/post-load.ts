import { setTimeout as delay } from 'node:timers/promises';

import { type Answer, idOf, type RestApi } from '@webhooks/proof-kit';

/** Clients that keep asking for resends until they are stopped. */
export interface PostLoad {
  /** Ids of the resends that were accepted so far, each request counted once. */
  readonly accepted: readonly number[];
  /** Requests that were answered so far with 503, for now or with an outcome that is unknown. */
  readonly refused: number;
  /** Answers that no client can make sense of. */
  readonly strange: readonly Answer[];
  /** Lets every client end with its request accepted; answers all accepted ids. */
  stop(): Promise<readonly number[]>;
}

const CLIENTS = 8;
const RETRY_PAUSE_MS = 50;
const REFUSALS: ReadonlySet<string> = new Set([
  '{"worked":false,"detail":"Service unavailable","code":"service_unavailable"}',
  '{"worked":false,"detail":"No answer came in time; it may still have happened. Ask again with the same key.","code":"outcome_unknown"}',
]);

/**
 * Starts clients that repeat a request with the same Idempotency-Key until it is accepted, whether
 * it was refused for now or its connection broke.
 */
export function startPostLoad(
  api: RestApi,
  requestOf: (number: number) => object,
  keyPrefix = 'load',
): PostLoad {
  const accepted: number[] = [];
  const strange: Answer[] = [];
  let requests = 0;
  let refused = 0;
  let stopping = false;

  /** Null: to be tried again. */
  const tryOnce = async (number: number): Promise<Answer | null> => {
    try {
      const answer = await api.post(requestOf(number), {
        'idempotency-key': `${keyPrefix}-${number}`,
      });
      if (!isRefusal(answer)) return answer;
      refused += 1;
    } catch {
      // The connection broke, so the client does not know whether it was accepted.
    }
    await delay(RETRY_PAUSE_MS);
    return null;
  };
  const client = async (): Promise<void> => {
    while (!stopping) {
      const number = (requests += 1);
      let answer: Answer | null = null;
      while (answer === null) answer = await tryOnce(number);
      if (answer.status === 200) accepted.push(idOf(answer));
      else strange.push(answer);
    }
  };
  const clients = Promise.all(Array.from({ length: CLIENTS }, client));
  return {
    accepted,
    strange,
    get refused() {
      return refused;
    },
    stop: async () => {
      stopping = true;
      await clients;
      return accepted;
    },
  };
}

/** The answers that the contract gives to a request with a key that may be asked for again. */
function isRefusal({ status, headers, text }: Answer): boolean {
  return status === 503 && Number(headers.get('retry-after')) >= 1 && REFUSALS.has(text);
}
