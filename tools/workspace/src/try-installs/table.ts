import { type Leg } from './legs.ts';

/** How one leg went. */
export interface Outcome {
  readonly leg: Leg;
  /** From `npm start` to the first webhook at the receiver; null if none came. */
  readonly firstWebhookS: number | null;
  /** Of `npm test -- --install-only`; null if it did not end well. */
  readonly installOnlyS: number | null;
  /** Why it failed; null if it did not. */
  readonly problem: string | null;
}

/** What a person on a fresh machine is to wait at most. */
export const FIRST_WEBHOOK_LIMIT_S = 90;

/** Whether a leg went as it should: both ends reached, the first in time. */
export function isGood({ firstWebhookS, installOnlyS, problem }: Outcome): boolean {
  const inTime = firstWebhookS !== null && firstWebhookS <= FIRST_WEBHOOK_LIMIT_S;
  return problem === null && inTime && installOnlyS !== null;
}

/** A table in Markdown. */
export function tableOf(outcomes: readonly Outcome[]): string {
  const heads = ['npm', 'Node', 'scripts', 'beside', 'first webhook', 'test --install-only', ''];
  const rows = outcomes.map((outcome) => [
    outcome.leg.npm,
    outcome.leg.node,
    outcome.leg.scripts ? 'on' : 'off',
    outcome.leg.beside?.name ?? '',
    seconds(outcome.firstWebhookS),
    seconds(outcome.installOnlyS),
    isGood(outcome) ? 'ok' : (outcome.problem ?? `slower than ${FIRST_WEBHOOK_LIMIT_S} s`),
  ]);
  const widths = heads.map((head, column) =>
    Math.max(3, head.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [line(heads), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join(
    '\n',
  );
}

function seconds(value: number | null): string {
  return value === null ? '–' : `${value.toFixed(0)} s`;
}
