import type { FollowedResend } from '@webhooks/client';
import type { JSX } from 'preact';

import { getEndpoint } from '../api/endpoints-api.ts';
import { usePolled } from '../api/use-polled.ts';
import { formatCount } from '../i18n/format.ts';
import { t } from '../i18n/locale.ts';
import { Blocked } from '../ui/blocked.tsx';

export interface NotSentProps {
  /** A server that does not say how far it is at each endpoint leaves that out. */
  readonly resend: Partial<Pick<FollowedResend, 'id' | 'endpoints'>>;
}

/** Endpoints that are looked at, those where most failed first. */
const MAX_LOOKED = 20;

/** That nothing failed, although something was not sent; null when everything was. */
export function NotSent({ resend }: NotSentProps): JSX.Element | null {
  const skipped = (resend.endpoints ?? []).filter((one) => one.skipped > 0);
  const count = skipped.reduce((sum, one) => sum + one.skipped, 0);
  if (count === 0) return null;
  const ids = skipped.map(({ endpoint_id: id }) => id);
  return <Blocked text={t().detail.notSent(count, formatCount(count), ids.join(', '))} ids={ids} />;
}

/** What of a retry would not arrive, because its endpoint is disabled still. */
export function BlockedRetries({ resend }: NotSentProps): JSX.Element | null {
  const failed = (resend.endpoints ?? [])
    .filter((one) => one.failed > 0)
    .toSorted((one, other) => other.failed - one.failed)
    .slice(0, MAX_LOOKED);
  const { data = [] } = usePolled(
    `retry of ${String(resend.id)}`,
    (signal) => Promise.all(failed.map((one) => getEndpoint(one.endpoint_id, signal))),
    () => null,
  );
  const ids = data.filter(({ enabled }) => !enabled).map(({ id }) => id);
  const count = failed
    .filter((one) => ids.includes(one.endpoint_id))
    .reduce((sum, one) => sum + one.failed, 0);
  if (count === 0) return null;
  return (
    <Blocked text={t().detail.retryBlocked(count, formatCount(count), ids.join(', '))} ids={ids} />
  );
}
