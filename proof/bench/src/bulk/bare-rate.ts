import { Forked } from '../system/forked.ts';
import type { BareLoopOrder } from './bare-loop.ts';

/**
 * Requests per second of a bare undici loop in a process of its own; env: as the dispatcher has it
 * that is compared with it.
 */
export async function measureBareRate(
  order: BareLoopOrder,
  env: Readonly<Record<string, string>> = {},
): Promise<number> {
  await using loop = new Forked(new URL('./bare-loop.ts', import.meta.url), env);
  const { seconds } = await loop.ask<{ seconds: number }>(order);
  return order.requests / seconds;
}
