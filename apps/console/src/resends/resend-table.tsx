import type { JSX } from 'preact';

import type { ResendLog } from '../api/types.ts';
import { formatCount } from '../i18n/format.ts';
import { t } from '../i18n/locale.ts';
import { hrefs } from '../navigation/route.ts';
import { DateTime } from '../ui/date-time.tsx';
import { Name } from '../ui/name.tsx';
import { ProgressBar } from '../ui/progress-bar.tsx';
import { coveredName, coveredRange } from './covered.ts';
import { creatorText, narrowedTexts } from './narrowed.ts';
import { FailedCounts } from './failed-counts.tsx';
import { shownStatus } from './resend-status.ts';
import { StatusPill } from './status-pill.tsx';

/** Resends as rows, on a narrow screen as cards. */
export function ResendTable({ resends }: { readonly resends: readonly ResendLog[] }): JSX.Element {
  const { resends: texts } = t();
  return (
    <div class="card card-flush">
      <table class="rows rows-resends">
        <thead>
          <tr>
            <th scope="col">{texts.id}</th>
            <th scope="col">{texts.what}</th>
            <th scope="col">{texts.status}</th>
            <th scope="col">{texts.progress}</th>
            <th scope="col">{texts.created}</th>
          </tr>
        </thead>
        <tbody>
          {resends.map((resend) => (
            <ResendRow key={resend.id} resend={resend} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function ResendRow({ resend }: { readonly resend: ResendLog }): JSX.Element {
  const { names, resends: texts } = t();
  const range = coveredRange(resend);
  return (
    <tr class="row-link">
      <th scope="row">
        <a href={hrefs.resend(resend.id)} class="number">
          <span class="visually-hidden">{texts.id} </span>
          {resend.id}
        </a>
      </th>
      <td>
        {resend.name !== null && (
          <span class="strong">
            <Name text={resend.name} />
          </span>
        )}
        <span class={resend.name === null ? 'strong' : 'block'}>{coveredName(resend)}</span>
        <span class="sub">
          {[names.types[resend.resend_type], ...(range === null ? [] : [range])].join(' · ')}
        </span>
        <Said
          texts={[...narrowedTexts(resend), ...(resend.reason === null ? [] : [resend.reason])]}
        />
      </td>
      <td>
        <StatusPill status={shownStatus(resend)} />
      </td>
      <td class="cell-progress">
        <Progress resend={resend} />
      </td>
      <td class="muted">
        <DateTime iso={resend.created_at} isRelative />
        <span class="sub">{texts.by(creatorText(resend))}</span>
      </td>
    </tr>
  );
}

/** What narrowed it, and why it was asked for. */
function Said({ texts }: { readonly texts: readonly string[] }): JSX.Element | null {
  if (texts.length === 0) return null;
  return (
    <span class="sub">
      <Name text={texts.join(' · ')} />
    </span>
  );
}

function Progress({ resend }: { readonly resend: ResendLog }): JSX.Element {
  const { progress } = t();
  const { total, delivered } = resend;
  if (total === 0) {
    return (
      <span class="muted">
        {resend.finished_at === null ? progress.counting : progress.nothing}
      </span>
    );
  }
  return (
    <>
      <ProgressBar counts={resend} />
      <span class="sub number">
        {progress.of(formatCount(delivered), formatCount(total))} {progress.delivered}
        <FailedCounts counts={resend} />
      </span>
    </>
  );
}
