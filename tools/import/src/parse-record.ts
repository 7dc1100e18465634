import { fromJsonString } from '@bufbuild/protobuf';
import { CatalogRecordSchema, type CatalogRecord } from '@webhooks/contracts';

import { readPlainEvent, type PlainEvent } from './plain-event.ts';

const decoder = new TextDecoder('utf-8', { fatal: true });

/** A record in protobuf JSON, or what is wrong with the line. Unknown fields are wrong. */
export function parseRecord(
  line: Uint8Array,
): CatalogRecord | PlainEvent | { readonly problem: string } {
  try {
    const text = decoder.decode(line);
    const event = readPlainEvent(text);
    if (event !== null) return event;
    const record = fromJsonString(CatalogRecordSchema, text);
    if (record.record.case !== undefined) return record;
    return { problem: 'it holds no account, endpoint, object or event' };
  } catch (error) {
    return { problem: error instanceof TypeError ? 'it is not UTF-8' : describe(error as Error) };
  }
}

/** Says where in the record it is wrong. A quoted line is left out: it may hold tokens. */
function describe({ message }: Error): string {
  return message
    .replace(/, ".*/s, '')
    .replace(/^cannot decode \w+ (?:webhooks\.catalog\.v1|google\.protobuf)\./, '')
    .replace(/^(\S+) from JSON(?=:|$)/, '$1')
    .replace(/^CatalogRecord: /, '');
}
