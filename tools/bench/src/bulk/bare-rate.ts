import { Forked } from '../system/forked.ts';
import type { BareLoopOrder } from './bare-loop.ts';

/** Requests per second of a bare undici loop in a process of its own. */
export async function measureBareRate(order: BareLoopOrder): Promise<number> {
  await using loop = new Forked(new URL('./bare-loop.ts', import.meta.url));
  const { seconds } = await loop.ask<{ seconds: number }>(order);
  return order.requests / seconds;
}
