import { asApiError } from '../api/api-error.ts';
import { getEndpoint } from '../api/endpoints-api.ts';
import { usePolled } from '../api/use-polled.ts';

/** Endpoints that are looked at, each once. */
const MAX_LOOKED = 20;

const none: ReadonlySet<string> = new Set();

/** Those of some endpoints, to which something was sent once, that are there no longer. */
export function useRemoved(ids: readonly string[]): ReadonlySet<string> {
  const distinct = [...new Set(ids)].sort().slice(0, MAX_LOOKED);
  const { data = none } = usePolled(
    `whether there is ${distinct.join(' ')}`,
    async (signal) => {
      const gone = await Promise.all(distinct.map((id) => isRemoved(id, signal)));
      return new Set(distinct.filter((_, index) => gone[index]));
    },
    () => null,
  );
  return data;
}

async function isRemoved(id: string, signal: AbortSignal): Promise<boolean> {
  try {
    await getEndpoint(id, signal);
    return false;
  } catch (error) {
    if (signal.aborted) throw error;
    return asApiError(error).code === 'endpoint_not_found';
  }
}
