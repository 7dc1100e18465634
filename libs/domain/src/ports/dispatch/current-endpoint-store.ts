import type { PresentedIdentity } from '../../model/client-identity.ts';
import type { Endpoint } from '../../model/endpoint.ts';
import type { Fence } from '../../model/fence.ts';

/** An endpoint as it is now. */
export interface CurrentEndpoint extends Endpoint {
  /** Raised by every change that its owner makes. */
  readonly revision: number;
  /** Whom it is shown: by its name or by default; null: nobody. */
  readonly identity: PresentedIdentity | null;
  /** Its URL is still to be proven: nothing but test events is sent there. */
  readonly isUnproven?: true;
}

/** Endpoints, as an attempt needs them. */
export interface CurrentEndpointStore {
  /** The endpoint as it is now; null when it does not exist. */
  loadEndpoint(id: string): Promise<CurrentEndpoint | null>;
  /** Notes that an endpoint answered 410; it stays disabled until its owner changes it. */
  markEndpointGone(
    fence: Fence,
    endpointId: string,
    revision: number,
    nowMs: number,
  ): Promise<void>;
}
