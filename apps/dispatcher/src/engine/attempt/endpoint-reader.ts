import type { CurrentEndpoint, CurrentEndpointStore } from '@webhooks/domain';

import type { Lifetime } from '../lifecycle/lifetime.ts';

export interface EndpointReaderOptions {
  readonly store: Pick<CurrentEndpointStore, 'loadEndpoint'>;
  readonly lifetime: Lifetime;
}

/**
 * Reads endpoints as they are now. Attempts that start in the same turn of the event loop share one
 * read, which costs more than building the request.
 */
export class EndpointReader {
  readonly #options: EndpointReaderOptions;
  readonly #reads = new Map<string, Promise<CurrentEndpoint | null>>();

  constructor(options: EndpointReaderOptions) {
    this.#options = options;
  }

  /** Null when the endpoint does not exist. */
  read(endpointId: string): Promise<CurrentEndpoint | null> {
    const { store, lifetime } = this.#options;
    let read = this.#reads.get(endpointId);
    if (read === undefined) {
      read = lifetime
        .persist('load an endpoint', () => store.loadEndpoint(endpointId))
        .finally(() => this.#reads.delete(endpointId));
      this.#reads.set(endpointId, read);
    }
    return read;
  }
}
