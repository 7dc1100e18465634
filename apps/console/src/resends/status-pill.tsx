import type { JSX } from 'preact';

import { t } from '../i18n/locale.ts';
import { Pill } from '../ui/pill.tsx';
import { type ShownStatus, statusLooks } from './resend-status.ts';

export function StatusPill({ status }: { readonly status: ShownStatus }): JSX.Element {
  return <Pill {...statusLooks[status]}>{t().names.statuses[status]}</Pill>;
}
