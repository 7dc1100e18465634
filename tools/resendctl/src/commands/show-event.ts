import type { EventDelivery, EventDetail } from '@webhooks/client';
import { printable } from '@webhooks/tool-kit';

import { formatCount, formatTime } from '../output/format.ts';
import { colourOf } from '../output/states.ts';
import { type Column, writeTable } from '../output/table.ts';
import type { Terminal } from '../output/terminal.ts';
import { whyOf } from './deliveries.ts';

const columns: readonly Column<EventDelivery>[] = [
  { title: 'RESEND', cell: (row) => row.resend_id, right: true },
  { title: 'DELIVERY', cell: ({ id }) => id, right: true },
  { title: 'STATE', cell: ({ state }) => state, colour: ({ state }) => colourOf(state) },
  { title: 'ENDPOINT', cell: (row) => row.endpoint_id, atLeast: 6 },
  { title: 'TRIES', cell: ({ attempts }) => attempts, right: true },
  { title: 'WHY', cell: whyOf, atLeast: 20 },
];

function keysOf({ keys }: EventDetail): [string, string][] {
  const set = Object.entries(keys).filter(([, value]) => value !== null);
  return set.map(([name, value]) => ['Key', `${name} ${printable(value ?? '')}`]);
}

/** Writes an event in full: what it is, its body, what would be sent, and what became of it. */
export function showEvent(out: Terminal, event: EventDetail): void {
  const object = event.object_reference_id;
  const rows: [string, string][] = [
    ['Event', printable(event.id)],
    ['Type', `${event.resend_type} ${printable(event.event_type)}`],
    ['Object', object === null ? 'none' : `${object}`],
    ['Occurred', `${formatTime(event.occurred_at)} UTC`],
    ['Original', event.original_outcome ?? 'unknown'],
    ...keysOf(event),
    ['Body', `${formatCount(event.payload_bytes)} bytes`],
  ];
  for (const [name, value] of rows) out.line(`${name.padEnd(11)}${value}`);
  out.line(
    event.payload_text === null ? `base64: ${event.payload}` : printable(event.payload_text),
  );
  for (const { endpoint_id, url, headers } of event.requests) {
    out.line(`To ${printable(endpoint_id)}, ${printable(url)}:`);
    for (const { name, value } of headers) out.line(`  ${printable(name)}: ${printable(value)}`);
  }
  const { results, next } = event.history;
  if (results.length === 0) out.line('It was in no resend that is kept.');
  else writeTable(out, columns, results);
  if (next !== null) out.line('There are older resends of it: see --json, history.next.');
}
