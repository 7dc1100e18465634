import { EVENT_KEY_NAMES, type EventKeyName, type EventKeys } from '@webhooks/domain';

import type { EventKeys as ProtoKeys } from '../index.ts';

const properties = {
  end_to_end_id: 'endToEndId',
  tx_id: 'txId',
  correlation_id: 'correlationId',
  tag: 'tag',
} as const satisfies Record<EventKeyName, keyof ProtoKeys>;

/** The keys of a message; what is empty is not set. */
export function keysFromProto(keys: ProtoKeys | undefined): EventKeys {
  if (keys === undefined) return {};
  const pairs = EVENT_KEY_NAMES.map((name) => [name, keys[properties[name]]] as const);
  return Object.fromEntries(pairs.filter(([, value]) => value !== ''));
}

/** Keys as a message has them. */
export function keysToProto(keys: EventKeys): Omit<ProtoKeys, '$typeName' | '$unknown'> {
  return {
    endToEndId: keys.end_to_end_id ?? '',
    txId: keys.tx_id ?? '',
    correlationId: keys.correlation_id ?? '',
    tag: keys.tag ?? '',
  };
}
