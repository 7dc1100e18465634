/** Where in the console one is. It stands behind the "#" of the URL, which is never sent anywhere. */
export type Route =
  | { readonly page: 'resends'; readonly query: URLSearchParams }
  | { readonly page: 'resend'; readonly id: number }
  | { readonly page: 'new'; readonly query: URLSearchParams }
  | { readonly page: 'endpoints' }
  | { readonly page: 'endpoint'; readonly id: string }
  | { readonly page: 'unknown' };

/** Reads a location's hash. */
export function parseRoute(hash: string): Route {
  const [path = '', search = ''] = hash.replace(/^#/, '').split('?', 2);
  const [, page = '', id, ...more] = path.split('/');
  if (more.length > 0) return { page: 'unknown' };
  if (id === undefined) {
    if (page === '' || page === 'resends')
      return { page: 'resends', query: new URLSearchParams(search) };
    if (page === 'new') return { page, query: new URLSearchParams(search) };
    if (page === 'endpoints') return { page };
  } else if (page === 'resends' && /^[1-9]\d{0,15}$/.test(id)) {
    return { page: 'resend', id: Number(id) };
  } else if (page === 'endpoints' && id !== '') {
    const decoded = decode(id);
    if (decoded !== null) return { page: 'endpoint', id: decoded };
  }
  return { page: 'unknown' };
}

/** Links to pages. */
export const hrefs = {
  resends: (query: Readonly<Record<string, string>> = {}): string => withQuery('#/resends', query),
  resend: (id: number): string => `#/resends/${id}`,
  newResend: (query: Readonly<Record<string, string>> = {}): string => withQuery('#/new', query),
  endpoints: (): string => '#/endpoints',
  endpoint: (id: string): string => `#/endpoints/${encodeURIComponent(id)}`,
} as const;

function withQuery(path: string, query: Readonly<Record<string, string>>): string {
  const given = Object.entries(query).filter(([, value]) => value !== '');
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given).toString()}`;
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
