import { isIP } from 'node:net';

const GROUPS = 8;
const NETWORK_GROUPS = 4;

/**
 * By whom places are held: an IPv4 address, or the /64 network of an IPv6 address, of which one host
 * has as many addresses as it likes.
 */
export function networkOf(address: string): string {
  if (isIP(address) !== 6) return address;
  const [left = '', right = ''] = address.split('::');
  const head = left.split(':').filter(Boolean);
  const tail = right.split(':').filter(Boolean);
  // An IPv4 address at the end stands for two groups.
  const tailGroups = tail.length + Number(tail.at(-1)?.includes('.') === true);
  const zeros = Array<string>(Math.max(0, GROUPS - head.length - tailGroups)).fill('0');
  const network = [...head, ...zeros, ...tail].slice(0, NETWORK_GROUPS);
  return `${network.map((group) => parseInt(group, 16).toString(16)).join(':')}::/64`;
}
