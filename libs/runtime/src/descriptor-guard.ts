import { readFileSync } from 'node:fs';
import type { Server, Socket } from 'node:net';

/** Kept for probes, the database and name servers: a quarter, and never more than this. */
const MAX_RESERVE = 64;
const WARN_EVERY_MS = 60_000;

/** The warning when connections are refused for want of descriptors. */
export interface DescriptorShortage {
  /** Files and connections that the process may have open. */
  readonly limit: number;
  /** Connections that were refused since the last warning. */
  readonly refused: number;
}

/**
 * Closes new connections of a server that would take the last descriptors of the process, so that
 * its probe still answers. Warns at once, and then once a minute while it lasts. Without a known
 * limit nothing is refused.
 */
export function keepDescriptorsFree(
  server: Server,
  warn: (shortage: DescriptorShortage) => void,
  limit = descriptorLimit(),
): void {
  const reserve = Math.min(MAX_RESERVE, Math.floor(limit / 4));
  let refused = 0;
  let warnedAtMs = -Infinity;
  server.prependListener('connection', (socket: Socket) => {
    // The system gives the lowest free number: a high one says that those below are taken.
    if (descriptorOf(socket) < limit - reserve) return;
    socket.destroy();
    refused += 1;
    const nowMs = performance.now();
    if (nowMs - warnedAtMs < WARN_EVERY_MS) return;
    warnedAtMs = nowMs;
    warn({ limit, refused });
    refused = 0;
  });
}

/** How many descriptors this process may have; infinite where the system does not say. */
function descriptorLimit(): number {
  try {
    const limits = readFileSync('/proc/self/limits', 'latin1');
    return Number(/^Max open files +(\d+)/m.exec(limits)?.[1] ?? Infinity);
  } catch {
    return Infinity;
  }
}

function descriptorOf(socket: Socket): number {
  const { _handle: handle } = socket as { readonly _handle?: { readonly fd?: number } | null };
  return handle?.fd ?? -1;
}
