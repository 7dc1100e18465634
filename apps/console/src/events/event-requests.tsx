import type { JSX } from 'preact';

import type { ShownEvent } from '../api/events-api.ts';
import { t } from '../i18n/locale.ts';
import { RequestShown } from '../payload/request-shown.tsx';
import { EmptyState } from '../ui/empty-state.tsx';

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
        <RequestShown key={request.endpoint_id} request={request} event={event} />
      ))}
    </section>
  );
}
