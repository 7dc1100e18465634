import type { JSX } from 'preact';

import type { ResendDetail } from '../api/types.ts';
import { formatDuration } from '../i18n/format.ts';
import { t } from '../i18n/locale.ts';
import { hrefs } from '../navigation/route.ts';
import { creatorText, narrowedTexts } from '../resends/narrowed.ts';
import { DateTime } from '../ui/date-time.tsx';
import { Name } from '../ui/name.tsx';
import { now } from '../ui/now.ts';

/** When it was asked for, how long it took, and where it comes from. */
export function Facts({ resend }: { readonly resend: ResendDetail }): JSX.Element {
  const {
    detail: texts,
    resends: { filters, createdBy },
  } = t();
  const narrowed = narrowedTexts(resend);
  const { created_at: createdAt, finished_at: finishedAt, retry_of: retryOf } = resend;
  const endMs = finishedAt === null ? now.value : Date.parse(finishedAt);
  return (
    <dl class="pairs">
      {resend.name !== null && <Said term={texts.name} text={resend.name} />}
      {resend.reason !== null && <Said term={texts.reason} text={resend.reason} />}
      {narrowed.length > 0 && <Said term={filters} text={narrowed.join(' · ')} />}
      <Said term={createdBy} text={creatorText(resend)} />
      {resend.deliver_to !== null && <Said term={texts.deliverTo} text={resend.deliver_to} />}
      <div>
        <dt>{texts.requested}</dt>
        <dd>
          <DateTime iso={createdAt} />
        </dd>
      </div>
      {resend.not_before !== null && (
        <div>
          <dt>{texts.notBefore}</dt>
          <dd>
            <DateTime iso={resend.not_before} />
          </dd>
        </div>
      )}
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
        <dd class="number">
          {formatDuration(Math.max(0, endMs - Date.parse(resend.not_before ?? createdAt)))}
        </dd>
      </div>
      {retryOf !== null && (
        <div>
          <dt>{texts.retryOf}</dt>
          <dd>
            <a href={hrefs.resend(retryOf)}>{texts.retryOfLink(String(retryOf))}</a>
          </dd>
        </div>
      )}
    </dl>
  );
}

/** What whoever asked for it said of it. */
function Said({ term, text }: { readonly term: string; readonly text: string }): JSX.Element {
  return (
    <div>
      <dt>{term}</dt>
      <dd>
        <Name text={text} />
      </dd>
    </div>
  );
}
