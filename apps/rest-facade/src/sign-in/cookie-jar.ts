import type { RestContext } from '../http/request-state.ts';

/** A text that a browser keeps for us, in as many cookies as it takes. */
export interface CookieJar {
  read(ctx: RestContext): string | null;
  /** False when the text is too long to be kept; nothing is, then. */
  write(ctx: RestContext, text: string): boolean;
  clear(ctx: RestContext): void;
}

/** Browsers take 4,096 bytes, name and attributes included. */
const MAX_VALUE = 3_800;

/**
 * Cookies that no script reads, that come with no request of another site but a link, and, by https,
 * that no other host can have set. maxAgeS: null while the browser runs.
 */
export function createCookieJar(
  name: string,
  options: {
    readonly isSecure: boolean;
    readonly maxCookies: number;
    readonly maxAgeS: number | null;
  },
): CookieJar {
  const { isSecure, maxCookies, maxAgeS } = options;
  const names = Array.from({ length: maxCookies }, (_, part) => {
    const own = part === 0 ? name : `${name}-${part}`;
    return isSecure ? `__Host-${own}` : own;
  });

  function set(ctx: RestContext, cookie: string, value: string, ageS: number | null): void {
    const attributes = ['Path=/', 'HttpOnly', 'SameSite=Lax'];
    if (isSecure) attributes.push('Secure');
    if (ageS !== null) attributes.push(`Max-Age=${ageS}`);
    ctx.append('Set-Cookie', `${cookie}=${value}; ${attributes.join('; ')}`);
  }

  function clearFrom(ctx: RestContext, first: number): void {
    const sent = cookiesOf(ctx);
    for (const cookie of names.slice(first)) if (sent.has(cookie)) set(ctx, cookie, '', 0);
  }

  return {
    read(ctx) {
      const sent = cookiesOf(ctx);
      const text = names.map((cookie) => sent.get(cookie) ?? '').join('');
      return text === '' ? null : text;
    },
    write(ctx, text) {
      const count = Math.ceil(text.length / MAX_VALUE);
      if (count > maxCookies) return false;
      for (const [part, cookie] of names.slice(0, count).entries()) {
        set(ctx, cookie, text.slice(part * MAX_VALUE, (part + 1) * MAX_VALUE), maxAgeS);
      }
      // Of a longer text that was kept before.
      clearFrom(ctx, count);
      return true;
    },
    clear: (ctx) => clearFrom(ctx, 0),
  };
}

/** Of two with one name the first counts, as browsers send the more specific one first. */
function cookiesOf(ctx: RestContext): ReadonlyMap<string, string> {
  const cookies = new Map<string, string>();
  for (const pair of ctx.get('cookie').split(';')) {
    const end = pair.indexOf('=');
    const name = pair.slice(0, Math.max(end, 0)).trim();
    if (name !== '' && !cookies.has(name)) cookies.set(name, pair.slice(end + 1).trim());
  }
  return cookies;
}
