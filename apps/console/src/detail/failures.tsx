import type { JSX } from 'preact';

import type { ResendStatistics } from '../api/endpoint-types.ts';
import { formatCount } from '../i18n/format.ts';
import { t } from '../i18n/locale.ts';
import { EmptyState } from '../ui/empty-state.tsx';

/** Why deliveries fail, the most frequent cause first, and what helps. */
export function Failures(props: {
  readonly failures: ResendStatistics['failures'];
  /** What is said when no attempt failed. */
  readonly none?: JSX.Element;
}): JSX.Element {
  const { detail: texts, names } = t();
  if (props.failures.length === 0) {
    return props.none ?? <EmptyState icon="check" title={texts.failuresEmpty} />;
  }
  const failures = [...props.failures].sort((one, other) => other.count - one.count);
  return (
    <>
      <p class="hint">{texts.failuresLead}</p>
      <ul class="causes">
        {failures.map(({ error_class: errorClass, http_status: status, count }) => {
          const cause = errorClass === null ? null : names.errorClasses[errorClass];
          return (
            <li key={`${errorClass} ${status}`}>
              <span class="number cause-count">{formatCount(count)}</span>
              <div>
                <p class="strong">
                  {cause?.name ?? names.states.SKIPPED}
                  {status !== null && <span class="muted"> · {texts.status(String(status))}</span>}
                </p>
                {cause !== null && <p class="hint">{cause.advice}</p>}
              </div>
            </li>
          );
        })}
      </ul>
    </>
  );
}
