import { printable } from '@webhooks/tool-kit';

import { eventType, header, type ReceivedDelivery } from './received-delivery.ts';

const MAX_PART_CHARACTERS = 100;

/** One line for people; what a sender wrote cannot break it. */
export function deliveryLine(delivery: ReceivedDelivery): string {
  const { receivedAt, headers, body, signature, duplicate } = delivery;
  const parts = [
    receivedAt.toISOString().slice(11, 23),
    eventType(body),
    header(headers, 'webhook-id'),
    `resend ${header(headers, 'webhook-resend-id')}`,
    `attempt ${header(headers, 'webhook-attempt')}`,
    `signature ${signature}`,
    `${body.length} bytes`,
  ];
  return [...parts, ...(duplicate ? ['duplicate'] : [])]
    .map((part) => printable(part).slice(0, MAX_PART_CHARACTERS))
    .join('  ');
}
