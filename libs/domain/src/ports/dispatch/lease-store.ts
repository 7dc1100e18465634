import type { Fence } from '../../model/fence.ts';

/** One active dispatcher per database. */
export interface LeaseStore {
  /** The new fence, or null while another holder's lease runs. */
  acquire(holder: string, ttlMs: number, nowMs: number): Promise<Fence | null>;
  /** False when the lease is lost for good. */
  renew(fence: Fence, ttlMs: number, nowMs: number): Promise<boolean>;
  /** Lets a standby take over at once. */
  release(fence: Fence): Promise<void>;
}
