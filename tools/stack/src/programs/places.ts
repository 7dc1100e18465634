import { lookup } from 'node:dns/promises';
import { isIP, isIPv6 } from 'node:net';

import { reachableHost, reachableOrigin, StartupError } from '@webhooks/runtime';

import type { StackOptions, StackPorts } from './options.ts';

type Where = Pick<StackOptions, 'host' | 'ports'>;

/**
 * The address that a name stands for, so that all programs bind the same one.
 *
 * @throws StartupError when there is none.
 */
export async function resolveHost(host: string): Promise<string> {
  if (isIP(host) !== 0) return host;
  try {
    return (await lookup(host)).address;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new StartupError(`HOST ${host} has no address (${code})`, { cause: error });
  }
}

/** Where one of the programs is reached from this machine. */
export function originOf({ host, ports }: Where, port: keyof StackPorts): string {
  return reachableOrigin(host, ports[port]);
}

/** The broker asks nobody who they are, so it binds the loopback address, of the host's family. */
export function natsHost({ host }: Pick<StackOptions, 'host'>): string {
  return isIPv6(reachableHost(host)) ? '::1' : '127.0.0.1';
}

/** The broker that the stack starts itself. */
export function ownNatsUrl(options: Where): string {
  return reachableOrigin(natsHost(options), options.ports.NATS_PORT).replace('http:', 'nats:');
}

/** Blocks of addresses that are this machine's own, as the stack's programs see each other. */
export function ownBlocks({ host }: Pick<StackOptions, 'host'>): string {
  const address = reachableHost(host);
  const own = `${address}/${isIPv6(address) ? 128 : 32}`;
  const isLoopback = address === '::1' || address.startsWith('127.');
  return [...LOOPBACK, ...(isLoopback ? [] : [own])].join(',');
}

const LOOPBACK = ['127.0.0.0/8', '::1/128'];
