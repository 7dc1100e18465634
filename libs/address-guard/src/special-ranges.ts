import { parseRange, type AddressRange } from './address-range.ts';

/** IPv4 blocks that are not somebody's public unicast addresses (IANA special-purpose registry). */
export const refusedIpv4: readonly AddressRange[] = ranges([
  '0.0.0.0/8', // this network
  '10.0.0.0/8', // private
  '100.64.0.0/10', // shared by carriers
  '127.0.0.0/8', // loopback
  '168.63.129.16/32', // the host's own services in Azure: public by number, internal in fact
  '169.254.0.0/16', // link-local, metadata services
  '172.16.0.0/12', // private
  '192.0.0.0/24', // protocol assignments
  '192.0.2.0/24', // documentation
  '192.31.196.0/24', // AS112
  '192.52.193.0/24', // automatic multicast tunneling
  '192.88.99.0/24', // 6to4 relays
  '192.168.0.0/16', // private
  '192.175.48.0/24', // AS112
  '198.18.0.0/15', // benchmarking
  '198.51.100.0/24', // documentation
  '203.0.113.0/24', // documentation
  '224.0.0.0/4', // multicast
  '240.0.0.0/4', // reserved, broadcast
]);

/** All that is handed out as global unicast. It leaves out mapped addresses and NAT64. */
export const globalIpv6: AddressRange = range('2000::/3');

/** Blocks inside 2000::/3 that are not somebody's public unicast addresses. */
export const refusedIpv6: readonly AddressRange[] = ranges([
  '2001::/23', // protocol assignments: Teredo, benchmarking, ORCHID and more
  '2001:db8::/32', // documentation
  '2002::/16', // 6to4
  '2620:4f:8000::/48', // AS112
  '3fff::/20', // documentation
]);

function ranges(texts: readonly string[]): AddressRange[] {
  return texts.map(range);
}

function range(text: string): AddressRange {
  const parsed = parseRange(text);
  if (parsed === null) throw new Error(`Not a range: ${text}`);
  return parsed;
}
