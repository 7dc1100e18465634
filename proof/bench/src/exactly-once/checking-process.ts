import { Forked } from '../system/forked.ts';
import type { CheckingRequest } from './checking-receiver-messages.ts';
import type { CheckVerdict, EndpointPlan, ExpectedResend } from './delivery-checker.ts';

/** The checking receiver, seen from the benchmark. */
export class CheckingProcess implements AsyncDisposable {
  readonly #process: Forked;
  readonly #origin: string;

  private constructor(process: Forked, port: number) {
    this.#process = process;
    this.#origin = `http://127.0.0.1:${port}`;
  }

  static async start(): Promise<CheckingProcess> {
    const process = new Forked(new URL('./checking-receiver.ts', import.meta.url));
    return new CheckingProcess(process, (await process.next<{ port: number }>()).port);
  }

  urlOf(endpoint: number): string {
    return `${this.#origin}/e/${endpoint}`;
  }

  /** Forgets what came and expects this. */
  async plan(plans: readonly EndpointPlan[]): Promise<void> {
    await this.#ask({ kind: 'plan', plans });
  }

  /** From now on these events of each object are answered 500; null: none. */
  async refuse(ordinal: number | null): Promise<void> {
    await this.#ask({ kind: 'refuse', ordinal });
  }

  /** Requests since the plan. Those that were refused are not received. */
  count(): Promise<{ readonly received: number; readonly refused: number }> {
    return this.#ask({ kind: 'count' });
  }

  verdict(resends: readonly ExpectedResend[]): Promise<CheckVerdict> {
    return this.#ask({ kind: 'verdict', resends });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#process[Symbol.asyncDispose]();
  }

  #ask<T>(request: CheckingRequest): Promise<T> {
    return this.#process.ask<T>(request);
  }
}
