/** Where in the console one is. It stands behind the "#" of the URL, which is never sent anywhere. */
export type Route =
  | { readonly page: 'resends'; readonly query: URLSearchParams }
  | { readonly page: 'resend'; readonly id: number; readonly query: URLSearchParams }
  | { readonly page: 'events'; readonly query: URLSearchParams }
  | { readonly page: 'event'; readonly id: string }
  | { readonly page: 'new'; readonly query: URLSearchParams }
  | { readonly page: 'endpoints'; readonly query: URLSearchParams }
  | { readonly page: 'endpoint'; readonly id: string }
  | { readonly page: 'unknown' };

/** Reads a location's hash. */
export function parseRoute(hash: string): Route {
  const [path = '', search = ''] = hash.replace(/^#/, '').split('?', 2);
  const [, page = '', id, ...more] = path.split('/');
  const query = new URLSearchParams(search);
  if (more.length > 0) return { page: 'unknown' };
  if (id === undefined) return listRoute(page, query);
  if (page === 'resends' && /^[1-9]\d{0,15}$/.test(id)) {
    return { page: 'resend', id: Number(id), query };
  }
  const decoded = decode(id);
  if (decoded === null || decoded === '') return { page: 'unknown' };
  if (page === 'endpoints') return { page: 'endpoint', id: decoded };
  if (page === 'events') return { page: 'event', id: decoded };
  return { page: 'unknown' };
}

function listRoute(page: string, query: URLSearchParams): Route {
  if (page === '') return { page: 'resends', query };
  if (page === 'resends' || page === 'new' || page === 'endpoints' || page === 'events') {
    return { page, query };
  }
  return { page: 'unknown' };
}

/** Links to pages. */
export const hrefs = {
  resends: (query: Readonly<Record<string, string>> = {}): string => withQuery('#/resends', query),
  resend: (id: number, query: Readonly<Record<string, string>> = {}): string =>
    withQuery(`#/resends/${id}`, query),
  events: (query: Readonly<Record<string, string>> = {}): string => withQuery('#/events', query),
  event: (id: string): string => `#/events/${encodeURIComponent(id)}`,
  newResend: (query: Readonly<Record<string, string>> = {}): string => withQuery('#/new', query),
  endpoints: (query: Readonly<Record<string, string>> = {}): string =>
    withQuery('#/endpoints', query),
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
