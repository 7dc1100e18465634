import type { DeliveryKind, Sample } from '@webhooks/client';
import { printable } from '@webhooks/tool-kit';

import { formatCount } from '../output/format.ts';
import type { Terminal } from '../output/terminal.ts';

/** What went first of a resend, in one line; null where all goes at once. */
export function sampleLine(sample: Sample | null): string | null {
  if (sample === null) return null;
  const { state, size, sent, delivered } = sample;
  if (state === 'WAITING') return 'not chosen yet';
  const counts = `${formatCount(sent)} of ${formatCount(size)} sent, ${formatCount(delivered)} delivered`;
  return state === 'SENDING' ? counts : `${state}: ${counts}`;
}

/** Which kinds of it failed and how, and which were not tried. */
export function showSample(terminal: Pick<Terminal, 'line'>, sample: Sample | null): void {
  if (sample === null) return;
  const { tried, not_tried: notTried, kinds_not_tried: count } = sample;
  const failed = tried.filter(({ failures }) => failures.length > 0);
  if (failed.length > 0) terminal.line('Of the first, failed:');
  for (const { failures, ...kind } of failed) {
    const answers = failures.map(
      ({ http_status: status, error_class, count: times }) =>
        `${formatCount(times)} ${status ?? printable(error_class)}`,
    );
    terminal.line(`  ${kindText(kind)}: ${answers.join(', ')}`);
  }
  if (count > 0) terminal.line(`Kinds not tried: ${formatCount(count)}`);
  for (const kind of notTried) terminal.line(`  ${kindText(kind)}`);
}

function kindText({ event_type, endpoint_id, last_failure, deliveries }: DeliveryKind): string {
  const before = last_failure === null ? '' : `, last ${printable(last_failure)}`;
  const of = `${printable(event_type)} at ${printable(endpoint_id)}${before}`;
  return `${of} (${formatCount(deliveries)} in all)`;
}
