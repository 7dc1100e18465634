import type { ResendLog } from '../api/types.ts';
import { session } from '../session/session.ts';
import { t } from '../i18n/locale.ts';

type Narrowed = Pick<
  ResendLog,
  'delivery_state' | 'include_in_hand' | 'latest_only' | 'event_types' | 'endpoint_ids'
>;

/** What a resend was narrowed to, one text for each filter; empty: to nothing. */
export function narrowedTexts(resend: Narrowed): string[] {
  const { names, form, resends: texts } = t();
  const { delivery_state: state, event_types: types, endpoint_ids: endpoints } = resend;
  return [
    ...(state === 'ALL' ? [] : [names.filters[state]]),
    ...(resend.include_in_hand ? [texts.alsoInHand] : []),
    ...(resend.latest_only ? [form.latestOnly] : []),
    ...(types.length === 0 ? [] : [types.join(', ')]),
    ...(endpoints.length === 0 ? [] : [texts.toEndpoints(endpoints.join(', '))]),
  ];
}

/** Who asked for it. */
export function creatorText({ created_by: userId }: Pick<ResendLog, 'created_by'>): string {
  if (userId === null) return t().resends.createdByService;
  const isOwn = String(userId) === session.value?.userId;
  return isOwn ? t().resends.createdByMe : t().app.user(String(userId));
}
