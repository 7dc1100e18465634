import { shownProxy, type EgressProxy } from './egress-proxy.ts';
import { NotSentError, type NotSentReason } from './not-sent-error.ts';

const firstPauseMs = 1_000;
const longestPauseMs = 30_000;
/** While one connection tries a proxy that was down, the others come back soon. */
const whileTriedMs = 1_000;

/** One connection on its way through a proxy. Exactly one of its calls says how it ended. */
export interface ProxyPassage {
  /** The proxy answered: it works, whatever it said of the receiver. */
  answered(): void;
  /** The proxy does not work; the error is what came of it for whoever wanted to send. */
  failed(reason: NotSentReason, message: string): NotSentError;
  /** It was given up and says nothing. */
  left(): void;
}

/**
 * Whether a proxy works. While it does not, one connection after the other tries it, with pauses that
 * grow, and all others are turned away at once: what is sent through it would only wait.
 */
export class ProxyGate {
  readonly proxy: EgressProxy;
  /** Failures in a row. */
  #failures = 0;
  #message = '';
  #reason: NotSentReason = 'proxy_unreachable';
  /** By performance.now(). */
  #closedUntil = 0;
  #trial: ProxyPassage | null = null;

  constructor(proxy: EgressProxy) {
    this.proxy = proxy;
  }

  get isDown(): boolean {
    return this.#failures > 0;
  }

  /** Lets a connection through. Throws NotSentError while the proxy is taken to be down. */
  enter(): ProxyPassage {
    const passage: ProxyPassage = {
      answered: () => this.#answered(),
      failed: (reason, message) => this.#failed(reason, message),
      left: () => this.#left(passage),
    };
    if (this.#failures === 0) return passage;
    const pauseMs = this.#closedUntil - performance.now();
    if (pauseMs > 0) throw this.#error(pauseMs);
    if (this.#trial !== null) throw this.#error(whileTriedMs);
    this.#trial = passage;
    return passage;
  }

  #answered(): void {
    this.#failures = 0;
    this.#trial = null;
  }

  /** Those that were on their way when it failed first say nothing new. */
  #failed(reason: NotSentReason, message: string): NotSentError {
    this.#reason = reason;
    this.#message = message;
    const now = performance.now();
    if (this.#closedUntil <= now) {
      this.#failures += 1;
      const pauseMs = Math.min(firstPauseMs * 2 ** (this.#failures - 1), longestPauseMs);
      this.#closedUntil = now + pauseMs;
      this.#trial = null;
    }
    return this.#error(this.#closedUntil - now);
  }

  #left(passage: ProxyPassage): void {
    if (this.#trial === passage) this.#trial = null;
  }

  #error(retryAfterMs: number): NotSentError {
    return new NotSentError(this.#reason, shownProxy(this.proxy), this.#message, retryAfterMs);
  }
}
