import type { EventDetail } from '@webhooks/client';
import type { JSX } from 'preact';

import type { ShownEvent } from '../api/events-api.ts';
import { t } from '../i18n/locale.ts';
import { hrefs } from '../navigation/route.ts';
import { CopyButton } from '../ui/copy-button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Name } from '../ui/name.tsx';
import { requestAsCurl } from './as-curl.ts';

/** What the endpoints that want an event would get. */
export function EventRequests({ event }: { readonly event: ShownEvent }): JSX.Element {
  const { events: texts } = t();
  return (
    <section class="card">
      <h2>{texts.requests}</h2>
      {event.requests.length === 0 ? (
        <EmptyState icon="plug" title={texts.noRequests} />
      ) : (
        <p class="hint">{texts.requestsLead}</p>
      )}
      {event.requests.map((request) => (
        <Request key={request.endpoint_id} request={request} event={event} />
      ))}
    </section>
  );
}

function Request(props: {
  readonly request: EventDetail['requests'][number];
  readonly event: ShownEvent;
}): JSX.Element {
  const { request, event } = props;
  const { events: texts } = t();
  return (
    <section class="request">
      <div class="request-head">
        <h3>
          <a href={hrefs.endpoint(request.endpoint_id)}>
            <Name text={request.endpoint_id} />
          </a>
        </h3>
        <CopyButton text={() => requestAsCurl(request, event)}>{texts.copyCurl}</CopyButton>
      </div>
      <div class="snippet">
        <pre
          tabIndex={0}
          dir="ltr"
          aria-label={texts.requestTo(request.endpoint_id)}
          translate={false}
        >
          {[
            `POST ${request.url}`,
            ...request.headers.map(({ name, value }) => `${name}: ${value}`),
          ].join('\n')}
        </pre>
      </div>
    </section>
  );
}
