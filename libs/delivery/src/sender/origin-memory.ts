/** What is known of an origin, whether it has connections or not. */
interface Knowledge {
  /** Of TLS; the next connection resumes it. */
  session: Buffer | null;
  /** Until then each connection carries one request, by performance.now(). */
  singleUseUntil: number;
  /** It answers "100 Continue" to what did not ask for it. */
  sendsContinue: boolean;
}

/** Origins that are remembered; beyond it the one that was used longest ago is forgotten. */
const maxOrigins = 1_024;

/** Remembers what connections to an origin have shown of it. */
export class OriginMemory {
  readonly #known = new Map<string, Knowledge>();

  /**
   * The key names an origin, and how TLS is spoken there: a session resumes what was shown and trusted
   * when it began.
   */
  session(key: string): Buffer | null {
    return this.#known.get(key)?.session ?? null;
  }

  keepSession(key: string, session: Buffer): void {
    this.#touch(key).session = session;
  }

  forgetSession(key: string): void {
    const known = this.#known.get(key);
    if (known !== undefined) known.session = null;
  }

  isSingleUse(origin: string): boolean {
    return (this.#known.get(origin)?.singleUseUntil ?? 0) > performance.now();
  }

  useSinglyFor(origin: string, forMs: number): void {
    this.#touch(origin).singleUseUntil = performance.now() + forMs;
  }

  sendsContinue(origin: string): boolean {
    return this.#known.get(origin)?.sendsContinue === true;
  }

  noteContinue(origin: string): void {
    this.#touch(origin).sendsContinue = true;
  }

  #touch(origin: string): Knowledge {
    const known = this.#known.get(origin) ?? {
      session: null,
      singleUseUntil: 0,
      sendsContinue: false,
    };
    this.#known.delete(origin);
    this.#known.set(origin, known);
    if (this.#known.size > maxOrigins) this.#forgetOldest();
    return known;
  }

  #forgetOldest(): void {
    for (const origin of this.#known.keys()) {
      this.#known.delete(origin);
      return;
    }
  }
}
