import { isIPv6 } from 'node:net';

/** A host as it stands in a URL, spelt as the URL parser does: brackets around IPv6. */
function urlHost(host: string): string {
  return new URL(`http://${isIPv6(host) ? `[${host}]` : host}`).hostname;
}

/**
 * Where a server that binds a host is reached from the same machine: for a wildcard that is the
 * loopback address of its family. IPv4 in IPv6 is shown as IPv4.
 */
export function reachableHost(host: string): string {
  const normal = urlHost(host).replace(/^\[(.*)\]$/, '$1');
  if (normal === '0.0.0.0') return '127.0.0.1';
  if (normal === '::') return '::1';
  const [, high, low] = /^::ffff:([\da-f]{1,4}):([\da-f]{1,4})$/.exec(normal) ?? [];
  if (high === undefined || low === undefined) return normal;
  const bytes = Buffer.from(high.padStart(4, '0') + low.padStart(4, '0'), 'hex');
  return reachableHost(bytes.join('.'));
}

/** "http://host:port" of a server on this machine that binds the host. */
export function reachableOrigin(host: string, port: number): string {
  return `http://${urlHost(reachableHost(host))}:${port}`;
}
