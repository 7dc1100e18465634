import type { JSX } from 'preact';

import type { ResendDetail } from '../api/types.ts';
import { formatCount } from '../i18n/format.ts';
import { t } from '../i18n/locale.ts';

type Figures = NonNullable<ResendDetail['sample']>;
type Kind = Figures['not_tried'][number];

/** What went first of a resend: what came of it, which kinds failed and how, which were not tried. */
export function Sample({ sample }: { readonly sample: Figures }): JSX.Element {
  const { detail: texts } = t();
  const failed = sample.tried.filter(({ failures }) => failures.length > 0);
  const { not_tried: notTried, kinds_not_tried: count } = sample;
  const counts = [sample.sent, sample.size, sample.delivered].map((value) => formatCount(value));
  return (
    <div>
      <p class="strong">{texts.sample}</p>
      <p>{sample.state === 'WAITING' ? texts.sampleWaiting : texts.sampleCounts(...counts)}</p>
      {failed.length > 0 && (
        <>
          <p>{texts.sampleFailed}</p>
          <ul>
            {failed.map((kind) => (
              <li key={keyOf(kind)}>
                <KindName kind={kind} /> · {answersOf(kind.failures)}
              </li>
            ))}
          </ul>
        </>
      )}
      {count > 0 && (
        <>
          <p>{texts.sampleNotTried(formatCount(count))}</p>
          <ul>
            {notTried.map((kind) => (
              <li key={keyOf(kind)}>
                <KindName kind={kind} />
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

function KindName({ kind }: { readonly kind: Kind }): JSX.Element {
  const { event_type: type, endpoint_id: endpoint, last_failure: last, deliveries } = kind;
  const parts = [type, endpoint, ...(last === null ? [] : [last]), formatCount(deliveries)];
  return <span class="breakable">{parts.join(' · ')}</span>;
}

function answersOf(failures: Figures['tried'][number]['failures']): string {
  return failures
    .map(({ error_class: name, http_status: status, count }) => {
      const answer = status === null ? name : String(status);
      return `${formatCount(count)} × ${answer}`;
    })
    .join(', ');
}

function keyOf({ event_type: type, endpoint_id: endpoint, last_failure: last }: Kind): string {
  return [type, endpoint, last].join(' ');
}
