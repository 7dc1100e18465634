import type { CatalogRecord as ProtoRecord } from '@webhooks/contracts';
import type { CatalogRecord, CatalogStore, Clock, FieldViolation, Actor } from '@webhooks/domain';
import { catalogRecordViolation, type CatalogPolicy } from '@webhooks/validation';

import { catalogRecordFromProto } from '../mapping/catalog-record.ts';

/** What writing records takes. */
export interface RecordWriterParts {
  readonly catalog: Pick<CatalogStore, 'write'>;
  readonly policy: CatalogPolicy;
  readonly clock: Pick<Clock, 'now'>;
}

/** The same, for one call. */
export interface RecordWriterCall extends RecordWriterParts {
  readonly actor: Actor;
}

/** Why the record at an index of its stream or batch, counted from 0, was not taken. */
export interface RecordRefusal extends FieldViolation {
  readonly index: number;
}

/**
 * Writes one group of records in their order, in one transaction; a wrong one is refused alone.
 * Resolves when the group is durable, with the refusals by index.
 */
export async function writeRecords(
  { catalog, policy, clock, actor }: RecordWriterCall,
  protos: readonly ProtoRecord[],
  firstIndex: number,
): Promise<RecordRefusal[]> {
  const refusals: RecordRefusal[] = [];
  const valid: { readonly index: number; readonly record: CatalogRecord }[] = [];
  for (const [offset, proto] of protos.entries()) {
    const index = firstIndex + offset;
    const read = catalogRecordFromProto(proto);
    const violation =
      'violation' in read ? read.violation : catalogRecordViolation(read.record, policy);
    if (violation !== null) refusals.push({ index, ...violation });
    else if ('record' in read) valid.push({ index, record: read.record });
  }
  if (valid.length === 0) return refusals;
  const results = await catalog.write(
    valid.map(({ record }) => record),
    clock.now(),
    actor,
  );
  for (const [position, { index }] of valid.entries()) {
    const violation = results[position];
    if (violation) refusals.push({ index, ...violation });
  }
  return refusals.sort((a, b) => a.index - b.index);
}
