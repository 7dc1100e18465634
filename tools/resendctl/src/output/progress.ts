import type { FollowedResend, ResendDetail } from '@webhooks/client';

import { failingEndpoint } from './endpoint-progress.ts';
import { formatCount, formatSeconds } from './format.ts';
import { stateOf } from './states.ts';
import type { Terminal } from './terminal.ts';

const WIDEST_BAR = 30;
/** A pipe gets a line each time so many more percent are settled. */
const PIPE_STEP_PERCENT = 10;

/** Servers of before say nothing of endpoints. */
type Followed = ResendDetail & Partial<FollowedResend>;

/** Shows how a resend gets on: a bar on a terminal, a line now and then in a pipe. */
export class Progress {
  readonly #terminal: Terminal;
  readonly #nowMs: () => number;
  #first: { readonly atMs: number; readonly settled: number } | null = null;
  #reported = '';

  constructor(terminal: Terminal, nowMs: () => number) {
    this.#terminal = terminal;
    this.#nowMs = nowMs;
  }

  update(resend: Followed): void {
    this.#first ??= { atMs: this.#nowMs(), settled: settledOf(resend) };
    if (this.#terminal.isInteractive) {
      this.#terminal.show(this.#bar(resend));
      return;
    }
    // What is settled is reported when the bar has ended.
    if (resend.finished_at !== null) return;
    const step = Math.floor(percentOf(resend) / PIPE_STEP_PERCENT);
    const failing = failingEndpoint(resend, Number.MAX_SAFE_INTEGER);
    const key = `${stateOf(resend)} ${step} ${resend.total > 0} ${failing}`;
    if (key === this.#reported) return;
    this.#reported = key;
    this.#terminal.line(this.#text(resend));
  }

  /** Takes the bar away. */
  end(): void {
    if (this.#terminal.isInteractive && this.#first !== null) this.#terminal.show('');
  }

  /** As wide as the terminal allows, whatever stands beside it, so that it does not jump. */
  #bar(resend: Followed): string {
    const text = this.#text(resend);
    const width = Math.min(WIDEST_BAR, Math.floor(this.#terminal.width / 4));
    if (width + text.length + 4 > this.#terminal.width) {
      return text.slice(0, this.#terminal.width - 1);
    }
    const full = Math.floor((percentOf(resend) / 100) * width);
    return `[${'#'.repeat(full)}${'-'.repeat(width - full)}] ${text}`;
  }

  #text(resend: Followed): string {
    const { total, delivered, failed } = resend;
    const failing = failingEndpoint(resend, this.#nowMs());
    const parts = [
      ...(stateOf(resend) === 'PROCESSING' ? [] : [stateOf(resend)]),
      `${percentOf(resend)}% ${formatCount(delivered)}/${formatCount(total)} delivered`,
      ...(failed > 0 ? [`${formatCount(failed)} failed`] : []),
      ...this.#pace(resend),
      ...(failing === null ? [] : [failing]),
    ];
    return parts.join(', ');
  }

  /** Deliveries a second and what is left of them, once there is something to go by. */
  #pace(resend: ResendDetail): string[] {
    const first = this.#first ?? { atMs: this.#nowMs(), settled: 0 };
    const seconds = (this.#nowMs() - first.atMs) / 1000;
    const rate = (settledOf(resend) - first.settled) / seconds;
    if (seconds < 1 || !(rate > 0) || resend.finished_at !== null) return [];
    const pace = rate < 10 ? rate.toFixed(1) : formatCount(Math.round(rate));
    return [`${pace}/s`, `${formatSeconds(resend.pending / rate)} left`];
  }
}

function settledOf({ delivered, failed }: ResendDetail): number {
  return delivered + failed;
}

function percentOf(resend: ResendDetail): number {
  if (resend.total === 0) return resend.finished_at === null ? 0 : 100;
  return Math.floor((settledOf(resend) / resend.total) * 100);
}
