import { Resolver } from 'node:dns';
import { isIP } from 'node:net';

/** The part of a settings reader that is needed here; a bad setting is reported to it. */
export interface DnsSettingsSource {
  flag(name: string, fallback: boolean): boolean;
  list(name: string, fallback: readonly string[]): readonly string[];
  integer(
    name: string,
    options: { readonly default: number; readonly min: number; readonly max: number },
  ): number;
  problem(name: string, message: string): void;
}

/** How names are resolved. */
export interface DnsSettings {
  readonly servers: readonly string[];
  readonly timeoutMs: number;
  readonly useSystem: boolean;
}

/** Reads DNS_SERVERS, DNS_TIMEOUT_MS and DNS_USE_SYSTEM. */
export function readDnsSettings(read: DnsSettingsSource): DnsSettings {
  return {
    servers: read.list('DNS_SERVERS', []).filter((text) => {
      const isServer = isDnsServer(text);
      if (!isServer) {
        read.problem('DNS_SERVERS', `holds ${text}, which is no address or address with port`);
      }
      return isServer;
    }),
    timeoutMs: read.integer('DNS_TIMEOUT_MS', { default: 1_000, min: 50, max: 10_000 }),
    useSystem: read.flag('DNS_USE_SYSTEM', false),
  };
}

function isDnsServer(text: string): boolean {
  try {
    new Resolver().setServers([text]);
    // Port 0 would be taken as the usual one.
    return isIP(text) !== 0 || !/:0+$/.test(text);
  } catch {
    return false;
  }
}
