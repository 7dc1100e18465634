import type { JSX } from 'preact';

import { getEvent, type ShownEvent } from '../api/events-api.ts';
import { usePolled } from '../api/use-polled.ts';
import { formatBytes } from '../i18n/format.ts';
import { t } from '../i18n/locale.ts';
import { hrefs } from '../navigation/route.ts';
import { ButtonLink } from '../ui/button.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { DateTime } from '../ui/date-time.tsx';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { Loading } from '../ui/loading.tsx';
import { Name } from '../ui/name.tsx';
import { Page } from '../ui/page.tsx';
import { labelOfAccount, useAccountsOf } from '../accounts/known-accounts.ts';
import { EventBody } from '../payload/event-body.tsx';
import { EventHistory } from './event-history.tsx';
import { eventKeys } from './event-query.ts';
import { EventRequests } from './event-requests.tsx';
import { OutcomePill } from './outcome-pill.tsx';
import { formOfEvents } from './to-form.ts';

const LOOK_MS = 3_000;
const QUIET_MS = 15_000;

/** One event: what it says, what would be sent, what became of it, and sending it again. */
export function EventPage({ id }: { readonly id: string }): JSX.Element {
  const { events: texts } = t();
  const { data, asOfMs, error, isLoading, reload } = usePolled(
    `event ${id}`,
    (signal) => getEvent(id, '', signal),
    nextLookMs,
  );
  useAccountsOf(data === undefined ? undefined : [data]);
  return (
    <Page
      title={id}
      lead={data === undefined ? undefined : <Lead event={data} />}
      back={{ href: hrefs.events(), text: texts.back }}
      badge={data !== undefined && <OutcomePill outcome={data.original_outcome} />}
      actions={data !== undefined && <Actions event={data} />}
    >
      {error !== null && <ErrorNotice error={error} asOfMs={asOfMs} onRetry={reload} />}
      {isLoading && <Loading />}
      {data !== undefined && (
        <>
          <section class="card">
            <Facts event={data} />
          </section>
          <EventHistory event={data} />
          <div class="two-columns">
            <EventBody event={data} />
            <EventRequests event={data} />
          </div>
        </>
      )}
    </Page>
  );
}

function Lead({ event }: { readonly event: ShownEvent }): JSX.Element {
  return (
    <>
      <code>
        <Name text={event.event_type} />
      </code>{' '}
      · <DateTime iso={event.occurred_at} />
    </>
  );
}

function Actions({ event }: { readonly event: ShownEvent }): JSX.Element {
  const { events: texts } = t();
  return (
    <>
      <CopyButton text={() => event.id}>{texts.copyId}</CopyButton>
      <ButtonLink href={hrefs.newResend(formOfEvents([event]))} kind="primary" icon="resend">
        {texts.resendThis}
      </ButtonLink>
    </>
  );
}

function Facts({ event }: { readonly event: ShownEvent }): JSX.Element {
  const { events: texts, names } = t();
  const { object_reference_id: objectId, resend_type: type } = event;
  return (
    <dl class="pairs">
      <div>
        <dt>{texts.object}</dt>
        <dd>
          {objectId === null ? (
            texts.noObject
          ) : (
            <a
              href={hrefs.events({ resend_type: type, object_reference_id: String(objectId) })}
              title={texts.sameObject}
            >
              {names.objects[type]} {objectId}
            </a>
          )}
        </dd>
      </div>
      <div>
        <dt>{texts.choices.account_mirror_id}</dt>
        <dd>
          <Name text={labelOfAccount(event)} />
        </dd>
      </div>
      {eventKeys.map((name) => {
        const value = event.keys[name];
        return (
          value !== null && (
            <div key={name}>
              <dt>{texts.soughtBy[name]}</dt>
              <dd translate={false}>
                <a href={hrefs.events({ [name]: value })} title={texts.sameKey}>
                  <Name text={value} />
                </a>
              </dd>
            </div>
          )
        );
      })}
      <div>
        <dt>{texts.size}</dt>
        <dd class="number">{formatBytes(event.payload_bytes)}</dd>
      </div>
    </dl>
  );
}

/** Often while something is under way. */
function nextLookMs({ history }: ShownEvent): number {
  return history.results.some((one) => one.settled_at === null) ? LOOK_MS : QUIET_MS;
}
