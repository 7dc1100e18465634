import { parseRange, type AddressRange } from './address-range.ts';
import type { AddressPolicy } from './judge-url.ts';
import { parseNat64Prefix } from './nat64.ts';

/** The part of a settings reader that is needed here; a bad setting is reported to it. */
export interface AddressSettingsSource {
  flag(name: string, fallback: boolean): boolean;
  list(name: string, fallback: readonly string[]): readonly string[];
  problem(name: string, message: string): void;
}

/** Reads ALLOW_HTTP_ENDPOINTS, ALLOWED_PRIVATE_RANGES, NAT64_PREFIXES and ALLOWED_PORTS. */
export function readAddressPolicy(read: AddressSettingsSource): AddressPolicy {
  return {
    allowHttp: read.flag('ALLOW_HTTP_ENDPOINTS', false),
    allowedRanges: readRanges(read),
    nat64Prefixes: readNat64Prefixes(read),
    ports: readPorts(read),
  };
}

function readRanges(read: AddressSettingsSource): readonly AddressRange[] {
  return read.list('ALLOWED_PRIVATE_RANGES', []).flatMap((text) => {
    const range = parseRange(text);
    if (range === null) read.problem('ALLOWED_PRIVATE_RANGES', `holds ${text}, which is no CIDR`);
    return range ?? [];
  });
}

function readNat64Prefixes(read: AddressSettingsSource): readonly AddressRange[] {
  return read.list('NAT64_PREFIXES', []).flatMap((text) => {
    const prefix = parseNat64Prefix(text);
    if (prefix === null) {
      const rule = 'of /32, /40, /48, /56, /64 or /96 with nothing behind it';
      read.problem('NAT64_PREFIXES', `holds ${text}, which is no prefix ${rule}`);
    }
    return prefix ?? [];
  });
}

/** Ports and ranges of ports, as in "443,8000-8999". */
function readPorts(read: AddressSettingsSource): ReadonlySet<number> {
  const ports = new Set<number>();
  for (const text of read.list('ALLOWED_PORTS', ['80', '443', '1024-65535'])) {
    const [, first, last = first] = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text) ?? [];
    const isRange = Number(first) >= 1 && Number(first) <= Number(last) && Number(last) <= 65_535;
    if (!isRange)
      read.problem('ALLOWED_PORTS', `holds ${text}, which is no port or range of ports`);
    else for (let port = Number(first); port <= Number(last); port += 1) ports.add(port);
  }
  return ports;
}
