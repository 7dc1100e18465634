/** A proxy that connections to receivers go through, by CONNECT. */
export interface EgressProxy {
  readonly host: string;
  readonly port: number;
  /** Value of Proxy-Authorization; null: none is sent. */
  readonly authorization: string | null;
  /** True: it gets the name of a receiver, and judges what that resolves to. */
  readonly isByName: boolean;
}

/** What logs and metrics call a proxy: never its credentials. */
export function shownProxy({ host, port }: Pick<EgressProxy, 'host' | 'port'>): string {
  return authority(host, port);
}

/** Host and port as a request line has them. */
export function authority(host: string, port: number): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}
