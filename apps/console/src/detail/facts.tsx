import type { JSX } from 'preact';

import type { ResendDetail } from '../api/types.ts';
import { formatCount, formatDuration } from '../i18n/format.ts';
import { t } from '../i18n/locale.ts';
import { hrefs } from '../navigation/route.ts';
import { DateTime } from '../ui/date-time.tsx';
import { now } from '../ui/now.ts';

/** When it was asked for, how long it took, and where it comes from. */
export function Facts({ resend }: { readonly resend: ResendDetail }): JSX.Element {
  const { detail: texts } = t();
  const { created_at: createdAt, finished_at: finishedAt, retry_of: retryOf } = resend;
  const endMs = finishedAt === null ? now.value : Date.parse(finishedAt);
  return (
    <dl class="pairs">
      <div>
        <dt>{texts.requested}</dt>
        <dd>
          <DateTime iso={createdAt} />
        </dd>
      </div>
      {finishedAt !== null && (
        <div>
          <dt>{texts.finished}</dt>
          <dd>
            <DateTime iso={finishedAt} />
          </dd>
        </div>
      )}
      <div>
        <dt>{finishedAt === null ? texts.running : texts.took}</dt>
        <dd class="number">{formatDuration(Math.max(0, endMs - Date.parse(createdAt)))}</dd>
      </div>
      {retryOf !== null && (
        <div>
          <dt>{texts.retryOf}</dt>
          <dd>
            <a href={hrefs.resend(retryOf)}>{texts.retryOfLink(formatCount(retryOf))}</a>
          </dd>
        </div>
      )}
    </dl>
  );
}
