import type { AddressGuard } from '@webhooks/address-guard';

/** Where a URL leads, taken apart once. */
export interface Target {
  /** Scheme, host and port: connections of an account are shared by what has the same. */
  readonly origin: string;
  readonly secure: boolean;
  /** Value of the Host header. */
  readonly host: string;
  /** A name or a literal address, without brackets. */
  readonly hostname: string;
  readonly port: number;
  readonly path: string;
}

/** A URL that no request may be sent to, and why. */
export interface RefusedTarget {
  readonly refusal: 'protocol' | 'blocked_address';
  readonly message: string;
}

/** Takes a URL apart, or says why no request may go there. */
export function parseTarget(text: string, guard: AddressGuard | null): Target | RefusedTarget {
  const url = URL.parse(text);
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    return { refusal: 'protocol', message: 'The URL is not one that HTTP can be sent to' };
  }
  const message = guard?.judgeUrl(url) ?? null;
  if (message !== null) return { refusal: 'blocked_address', message };
  const secure = url.protocol === 'https:';
  const { origin, host } = url;
  const hostname = url.hostname.replace(/^\[|\]$/g, '');
  const port = url.port === '' ? (secure ? 443 : 80) : Number(url.port);
  return { origin, secure, host, hostname, port, path: url.pathname + url.search };
}
