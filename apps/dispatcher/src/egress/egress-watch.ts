import type { Egress, NotSentError, NotSentReason } from '@webhooks/delivery';
import { RecurringReasons, type Logger, type Metrics } from '@webhooks/telemetry';

const words: Readonly<Record<NotSentReason, string>> = {
  proxy_unreachable: 'nothing is sent through an egress proxy: it does not work',
  proxy_refused_credentials: 'nothing is sent through an egress proxy: it wants other credentials',
  proxy_refused_receiver: 'an egress proxy does not connect to a receiver, which gets nothing',
  unknown_proxy: 'an endpoint names an egress proxy that is not set, and gets nothing',
};

/** Counts what could not be sent, and says it: at once, and then once a minute. */
export function watchEgress(
  egress: Pick<Egress, 'states'>,
  { metrics, logger }: { readonly metrics: Metrics; readonly logger: Logger },
): (error: NotSentError) => void {
  const reasons = new RecurringReasons();
  const notSent = metrics.counter(
    'not_sent_total',
    'Requests that could not be sent for a reason that is not the receiver’s; no attempts',
    ['reason'],
  );
  metrics.gauge('egress_proxies_down', 'Egress proxies that do not work', () => {
    return egress.states().filter(({ isDown }) => isDown).length;
  });
  return ({ reason, proxy, message }) => {
    notSent.of(reason).add();
    if (!reasons.isDue(`${reason} ${proxy}`)) return;
    logger.warn({ proxy, reason: message }, words[reason]);
  };
}
