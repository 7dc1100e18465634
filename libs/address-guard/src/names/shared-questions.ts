import { FairShares, type FairSharesOptions, type Permit } from '@webhooks/runtime';

import { AnswerCache } from './answer-cache.ts';
import type { Ask, NameAnswer } from './ask.ts';
import { UnresolvedNameError } from './unresolved-name-error.ts';

export interface SharedQuestionsOptions {
  readonly ask: Ask;
  /** Questions at once, and those that may wait to be put. */
  readonly limits: FairSharesOptions;
  readonly maxAnswers: number;
  readonly now: () => number;
}

interface Question {
  readonly answer: Promise<NameAnswer>;
  readonly abort: AbortController;
  waiting: number;
}

/**
 * Puts each question once for all who ask at a time and keeps the answer while it holds; what
 * failed is asked again. Accounts share the questions at once fairly, so that one whose names
 * nobody answers delays no other. Nobody waits longer than its own signal allows.
 */
export class SharedQuestions implements Disposable {
  readonly #ask: Ask;
  readonly #permits: FairShares<number | null>;
  readonly #answers: AnswerCache;
  readonly #asked = new Map<string, Question>();
  #isDisposed = false;

  constructor({ ask, limits, maxAnswers, now }: SharedQuestionsOptions) {
    this.#ask = ask;
    this.#permits = new FairShares(limits);
    this.#answers = new AnswerCache(maxAnswers, now);
  }

  async addressesOf(
    name: string,
    signal: AbortSignal,
    accountId: number | null,
  ): Promise<readonly string[]> {
    signal.throwIfAborted();
    const known = this.#known(name, signal);
    if (known !== null) return known;
    const permit = await this.#permits.acquire(accountId, { signal });
    if (permit === null) throw new UnresolvedNameError(name, 'EBUSY');
    // Another one may have asked for it, and even have the answer, by then.
    const knownByNow = this.#known(name, signal);
    if (knownByNow === null && !this.#isDisposed) {
      return this.#wait(this.#put(name, permit), name, signal);
    }
    permit[Symbol.dispose]();
    if (knownByNow === null) throw new UnresolvedNameError(name, 'ECANCELLED');
    return knownByNow;
  }

  /** Gives up every question and puts no further one, so that nothing keeps the process. */
  [Symbol.dispose](): void {
    this.#isDisposed = true;
    for (const { abort } of this.#asked.values()) abort.abort();
  }

  /** Null when the question is to be put. */
  #known(name: string, signal: AbortSignal): readonly string[] | Promise<readonly string[]> | null {
    const addresses = this.#answers.get(name);
    if (addresses !== null) return addresses;
    const question = this.#asked.get(name);
    return question === undefined ? null : this.#wait(question, name, signal);
  }

  #put(name: string, permit: Permit): Question {
    const abort = new AbortController();
    const answer = this.#ask(name, abort.signal);
    const question: Question = { answer, abort, waiting: 0 };
    this.#asked.set(name, question);
    void answer
      .then((it) => this.#answers.set(name, it))
      .catch(() => undefined)
      .finally(() => {
        this.#forget(name, question);
        permit[Symbol.dispose]();
      });
    return question;
  }

  async #wait(question: Question, name: string, signal: AbortSignal): Promise<readonly string[]> {
    const over = Promise.withResolvers<never>();
    const onAbort = (): void => over.reject(signal.reason as Error);
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
    question.waiting += 1;
    try {
      const { addresses } = await Promise.race([question.answer, over.promise]);
      return addresses;
    } finally {
      signal.removeEventListener('abort', onAbort);
      question.waiting -= 1;
      if (question.waiting === 0) {
        question.abort.abort();
        this.#forget(name, question);
      }
    }
  }

  #forget(name: string, question: Question): void {
    if (this.#asked.get(name) === question) this.#asked.delete(name);
  }
}
