import type { Endpoint } from '../api/endpoint-types.ts';
import { listEndpoints } from '../api/endpoints-api.ts';
import type { Page } from '../api/types.ts';
import { usePolled } from '../api/use-polled.ts';
import { useAccountsOf } from './known-accounts.ts';

/** The first endpoints that can be chosen, whose accounts are known then; undefined: not yet there. */
export function useEndpoints(): Page<Endpoint> | undefined {
  const { data } = usePolled(
    'endpoints to choose from',
    (signal) => listEndpoints('limit=100', signal),
    () => null,
  );
  useAccountsOf(data?.results);
  return data;
}
