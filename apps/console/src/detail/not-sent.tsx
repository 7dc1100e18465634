import type { FollowedResend } from '@webhooks/client';
import type { JSX } from 'preact';

import { useRemoved } from '../accounts/use-removed.ts';
import { getEndpoint } from '../api/endpoints-api.ts';
import { usePolled } from '../api/use-polled.ts';
import { formatCount } from '../i18n/format.ts';
import { t } from '../i18n/locale.ts';
import { Blocked } from '../ui/blocked.tsx';
import { Icon } from '../ui/icons.tsx';

export interface NotSentProps {
  /** A server that does not say how far it is at each endpoint leaves that out. */
  readonly resend: Partial<Pick<FollowedResend, 'id' | 'endpoints'>>;
}

/** Endpoints that are looked at, those where most failed first. */
const MAX_LOOKED = 20;

/** That nothing failed, although something was not sent; null when everything was. */
export function NotSent({ resend }: NotSentProps): JSX.Element | null {
  const skipped = (resend.endpoints ?? []).filter((one) => one.skipped > 0);
  const removed = useRemoved(skipped.map(({ endpoint_id: id }) => id));
  const disabled = skipped.filter(({ endpoint_id: id }) => !removed.has(id));
  const count = disabled.reduce((sum, one) => sum + one.skipped, 0);
  const ids = disabled.map(({ endpoint_id: id }) => id);
  if (skipped.length === 0) return null;
  return (
    <>
      {count > 0 && (
        <Blocked text={t().detail.notSent(count, formatCount(count), ids.join(', '))} ids={ids} />
      )}
      <Removed ids={[...removed]} />
    </>
  );
}

/** What of a retry would not arrive, because its endpoint is disabled still, or was removed. */
export function BlockedRetries({ resend }: NotSentProps): JSX.Element | null {
  const failed = (resend.endpoints ?? [])
    .filter((one) => one.failed > 0)
    .toSorted((one, other) => other.failed - one.failed)
    .slice(0, MAX_LOOKED);
  const removed = useRemoved(failed.map(({ endpoint_id: id }) => id));
  const there = failed.filter(({ endpoint_id: id }) => !removed.has(id));
  const { data = [] } = usePolled(
    `retry of ${String(resend.id)} at ${there.length}`,
    (signal) => Promise.allSettled(there.map((one) => getEndpoint(one.endpoint_id, signal))),
    () => null,
  );
  const ids = data.flatMap((one) =>
    one.status === 'fulfilled' && !one.value.enabled ? [one.value.id] : [],
  );
  const count = failed
    .filter((one) => ids.includes(one.endpoint_id))
    .reduce((sum, one) => sum + one.failed, 0);
  return (
    <>
      {count > 0 && (
        <Blocked
          text={t().detail.retryBlocked(count, formatCount(count), ids.join(', '))}
          ids={ids}
        />
      )}
      <Removed ids={[...removed]} />
    </>
  );
}

function Removed({ ids }: { readonly ids: readonly string[] }): JSX.Element | null {
  if (ids.length === 0) return null;
  return (
    <div class="notice notice-warn">
      <Icon name="alert" />
      <p>{t().rows.removedText(ids.join(', '))}</p>
    </div>
  );
}
