import type { ResendLog } from '../api/types.ts';
import { formatCount, formatRange } from '../i18n/format.ts';
import { t } from '../i18n/locale.ts';

type Covered = Pick<
  ResendLog,
  | 'resend_type'
  | 'object_reference_id'
  | 'listed'
  | 'account_mirror_id'
  | 'source_account_branch_identifier'
  | 'source_account_number'
  | 'start_datetime'
  | 'end_datetime'
>;

/** What a resend is about, in a few words: the object, what was listed, or the account. */
export function coveredName(resend: Covered): string {
  const { names, resends } = t();
  const { object_reference_id: objectId, listed, resend_type: type } = resend;
  if (listed !== null) {
    const count = formatCount(listed.count);
    if (listed.field === 'keys') return resends.listedKeys(count);
    return listed.field === 'event_ids'
      ? resends.listedEvents(count)
      : resends.listedObjects(names.objects[type], count);
  }
  return objectId === null ? accountName(resend) : `${names.objects[type]} ${objectId}`;
}

/** The range that it is limited to; null when it has none. */
export function coveredRange({ start_datetime: start, end_datetime: end }: Covered): string | null {
  if (start === null || end === null) return null;
  return formatRange(start, end);
}

/** Branch and number where they were given; else the account's id. */
export function accountName(resend: Covered): string {
  const { resends } = t();
  const { source_account_branch_identifier: branch, source_account_number: number } = resend;
  if (branch !== null && number !== null) return resends.accountName(branch, number);
  return resends.accountId(String(resend.account_mirror_id));
}
