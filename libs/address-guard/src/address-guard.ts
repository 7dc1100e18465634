import type { LookupFunction } from 'node:net';

/** Decides what may be called, before a connection and while its name is resolved. */
export interface AddressGuard {
  /** Why a URL must not be called, or null. Judges literal addresses, which no lookup sees. */
  judgeUrl(url: URL): string | null;
  /**
   * For net.connect and tls.connect: resolves a name and hands on its addresses, or fails with
   * BlockedAddressError when one of them must not be called.
   */
  readonly lookup: LookupFunction;
}
