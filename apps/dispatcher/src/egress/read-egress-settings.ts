import { directEgress, type EgressProxy } from '@webhooks/delivery';
import type { SettingsReader } from '@webhooks/runtime';

/** The ways out that are set. */
export interface EgressSettings {
  /** For every endpoint that names none; null: directly. */
  readonly defaultProxy: EgressProxy | null;
  /** By the name that endpoints give. */
  readonly named: ReadonlyMap<string, EgressProxy>;
  /** A file with credentials of proxies; null: none. */
  readonly credentialsFile: string | null;
}

/** More than any network has, and few enough to watch. */
const maxNamed = 64;

/** Reads EGRESS_PROXY, EGRESS_PROXIES, EGRESS_PROXY_CREDENTIALS_FILE and EGRESS_PROXY_BY_NAME. */
export function readEgressSettings(read: SettingsReader): EgressSettings {
  const isByName = read.flag('EGRESS_PROXY_BY_NAME', false);
  return {
    defaultProxy: read.has('EGRESS_PROXY')
      ? toProxy(read, 'EGRESS_PROXY', read.url('EGRESS_PROXY', { schemes: ['http'] }), isByName)
      : null,
    named: readNamed(read, isByName),
    credentialsFile: read.optionalText('EGRESS_PROXY_CREDENTIALS_FILE'),
  };
}

/** As in "bank=http://proxy.example:3128,other=http://10.0.0.1:3128". */
function readNamed(read: SettingsReader, isByName: boolean): ReadonlyMap<string, EgressProxy> {
  const setting = 'EGRESS_PROXIES';
  const named = new Map<string, EgressProxy>();
  for (const text of read.list(setting, [])) {
    const [, name = '', address = ''] = /^([A-Za-z0-9_.-]{1,64})=(.*)$/.exec(text) ?? [];
    const url = URL.parse(address);
    const isGood = url?.protocol === 'http:' && url.host !== '' && name !== directEgress;
    const proxy = isGood && !named.has(name) ? toProxy(read, setting, url, isByName) : null;
    if (proxy !== null) named.set(name, proxy);
    else {
      const rule = 'with a name of A-Z a-z 0-9 _ - . that is not "direct", each name once';
      read.problem(setting, `must hold name=http://host:port, ${rule}`);
    }
  }
  if (named.size > maxNamed) read.problem(setting, `must hold at most ${maxNamed}`);
  return named;
}

function toProxy(
  read: SettingsReader,
  setting: string,
  url: URL,
  isByName: boolean,
): EgressProxy | null {
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '') {
    read.problem(setting, 'must have nothing behind host and port');
  }
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const port = url.port === '' ? 80 : Number(url.port);
  const authorization = ofUrl(url);
  if (authorization === undefined) {
    read.problem(setting, 'must have a user name without a colon, and a password behind it');
  }
  return { host, port, authorization: authorization ?? null, isByName };
}

/** Undefined: they cannot be used. */
function ofUrl({ username, password }: URL): string | null | undefined {
  if (username === '' && password === '') return null;
  try {
    return basicAuthorization(decodeURIComponent(username), decodeURIComponent(password));
  } catch {
    return undefined;
  }
}

/** Value of Proxy-Authorization (RFC 7617); undefined for what it cannot carry. */
export function basicAuthorization(user: string, password: string): string | undefined {
  // eslint-disable-next-line no-control-regex -- what the scheme forbids
  if (user === '' || user.includes(':') || /[\u0000-\u001f\u007f]/.test(user + password)) {
    return undefined;
  }
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}
