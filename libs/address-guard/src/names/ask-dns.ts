import { Resolver } from 'node:dns/promises';
import { networkInterfaces } from 'node:os';

import { within } from '@webhooks/runtime';

import type { Ask, NameAnswer } from './ask.ts';
import { asUnresolvedName, UnresolvedNameError } from './unresolved-name-error.ts';

export interface DnsOptions {
  /** "192.0.2.1", "192.0.2.1:5353" and the like; none: those of /etc/resolv.conf. */
  readonly servers: readonly string[];
  /** Of the first try at a server; the ones behind it wait twice as long. */
  readonly timeoutMs: number;
}

/** At each server. */
const tries = 3;
/** How long an answer for IPv4 waits for the one for IPv6 (RFC 8305, resolution delay). */
const lateIpv6Ms = 50;
/** How long the answer waits that does for a machine only if need be. */
const lateOtherMs = 2_000;
/** No receiver has more; each one costs time to judge and memory to keep. */
const maxAddresses = 256;

/** What has come when the time is up still counts. */
const lenientTimers = {
  after: (ms: number, callback: () => void) => {
    const timer = setTimeout(() => setImmediate(callback), ms);
    return () => clearTimeout(timer);
  },
};

interface FamilyAnswer {
  readonly family: 4 | 6;
  readonly records: readonly { readonly address: string; readonly ttl: number }[];
  /** Why there are no records. */
  readonly error: NodeJS.ErrnoException | null;
}

/**
 * Asks DNS servers itself (c-ares), so that no thread is held. Every question has a resolver of its
 * own: it can be cancelled alone, and finds the servers that are configured by then.
 */
export function createDnsAsk({ servers, timeoutMs }: DnsOptions): Ask {
  return async (name, signal) => {
    const resolver = new Resolver({ timeout: timeoutMs, tries, maxTimeout: 2 * timeoutMs });
    if (servers.length > 0) resolver.setServers(servers);
    const cancel = (): void => resolver.cancel();
    signal.addEventListener('abort', cancel, { once: true });
    try {
      return combine(name, await askBothFamilies(resolver, name));
    } finally {
      signal.removeEventListener('abort', cancel);
      // The family that was not waited for.
      cancel();
    }
  };
}

/** A server that drops questions for one family delays what it says of the other, no more. */
async function askBothFamilies(resolver: Resolver, name: string): Promise<FamilyAnswer[]> {
  const ipv4 = familyAnswer(4, resolver.resolve4(name, { ttl: true }));
  const ipv6 = familyAnswer(6, resolver.resolve6(name, { ttl: true }));
  const first = await Promise.race([ipv4, ipv6]);
  const other = first.family === 4 ? ipv6 : ipv4;
  if (first.error !== null) return [first, await other];
  const isEnough = first.family === 4 && !isIpv6Only();
  const late = await within(isEnough ? lateIpv6Ms : lateOtherMs, other, () => null, lenientTimers);
  return late === null ? [first] : [first, late];
}

async function familyAnswer(
  family: 4 | 6,
  asked: Promise<FamilyAnswer['records']>,
): Promise<FamilyAnswer> {
  try {
    return { family, records: await asked, error: null };
  } catch (error) {
    return { family, records: [], error: error as NodeJS.ErrnoException };
  }
}

/** IPv4 first: a machine without IPv6 is more common than one without IPv4. */
function combine(name: string, answers: readonly FamilyAnswer[]): NameAnswer {
  const records = answers.toSorted((a, b) => a.family - b.family).flatMap((it) => it.records);
  if (records.length === 0) throw asUnresolvedName(name, worstOf(answers));
  if (records.length > maxAddresses) {
    throw new UnresolvedNameError(name, 'EMSGSIZE', `it has more than ${maxAddresses} addresses`);
  }
  return {
    addresses: records.map(({ address }) => address),
    ttlMs: Math.min(...records.map(({ ttl }) => ttl)) * 1000,
  };
}

/** Whatever says more than that the name has no address of one family. */
function worstOf(answers: readonly FamilyAnswer[]): NodeJS.ErrnoException | null | undefined {
  return (answers.find(({ error }) => error?.code !== 'ENODATA') ?? answers[0])?.error;
}

/** Such a machine needs the addresses for IPv6, which a DNS64 makes only behind those for IPv4. */
function isIpv6Only(): boolean {
  const outside = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ internal, address }) => !internal && !address.startsWith('fe80:'));
  return outside.length > 0 && outside.every(({ family }) => family === 'IPv6');
}
