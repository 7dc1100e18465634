/** A browser as far as signing in takes one: it keeps cookies of each host, and follows redirects. */
export class SignInVisitor {
  readonly #baseUrl: string;
  /** By host name, as browsers keep them: whatever the port. */
  readonly #cookies = new Map<string, Map<string, string>>();
  /** Set-Cookie headers of the console, in the order in which they came. */
  readonly setCookies: string[] = [];

  constructor(baseUrl: string) {
    this.#baseUrl = baseUrl;
  }

  /** The cookies of the console, which a test may change. */
  get cookies(): Map<string, string> {
    return this.#cookiesOf(new URL(this.#baseUrl));
  }

  /** One request to the console or elsewhere, with the cookies of its host; redirects are answers. */
  async ask(url: string, init: RequestInit = {}): Promise<Response> {
    const target = new URL(url, this.#baseUrl);
    const cookies = this.#cookiesOf(target);
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(target, {
      redirect: 'manual',
      ...init,
      headers: { ...(init.headers as Record<string, string>), ...(cookie !== '' && { cookie }) },
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '') cookies.delete(name);
      else cookies.set(name, value);
      if (target.origin === this.#baseUrl) this.setCookies.push(line);
    }
    return response;
  }

  /** An act of the console's own page. */
  act(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = { origin: this.#baseUrl, ...(init.headers as Record<string, string>) };
    return this.ask(path, { method: 'POST', ...init, headers });
  }

  /** Goes to the provider and signs in as somebody; where the provider sends them back to. */
  async wayBack(login: string, place = ''): Promise<string> {
    const begun = await this.ask(`/console/sign-in?place=${encodeURIComponent(place)}`);
    let url = locationOf(begun, this.#baseUrl);
    for (let steps = 0; steps < 10; steps += 1) {
      if (url.startsWith(this.#baseUrl)) return url;
      const page = await this.ask(url);
      url = page.status === 200 ? await this.#submit(page, url, login) : locationOf(page, url);
    }
    throw new Error(`no way back from ${url}`);
  }

  /** Signs in as somebody; where in the console that leads. */
  async signIn(login: string, place = ''): Promise<string> {
    const back = await this.wayBack(login, place);
    return locationOf(await this.ask(back), this.#baseUrl);
  }

  async #submit(page: Response, url: string, login: string): Promise<string> {
    const [, action = ''] = /action="([^"]+)"/.exec(await page.text()) ?? [];
    const body = new URLSearchParams({ prompt: 'login', login, password: 'any' });
    const answer = await this.ask(new URL(action, url).href, { method: 'POST', body });
    return locationOf(answer, url);
  }

  #cookiesOf({ hostname }: URL): Map<string, string> {
    const known = this.#cookies.get(hostname) ?? new Map<string, string>();
    this.#cookies.set(hostname, known);
    return known;
  }
}

function locationOf(response: Response, base: string): string {
  const location = response.headers.get('location');
  if (location === null) throw new Error(`answered ${response.status} without a location`);
  return new URL(location, base).href;
}
