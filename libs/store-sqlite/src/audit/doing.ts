import type { Actor } from '@webhooks/domain';

/** When something is done and by whom. */
export interface Doing {
  readonly atMs: number;
  readonly actor: Actor;
}
