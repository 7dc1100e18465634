import type { JSX } from 'preact';
import { useState } from 'preact/hooks';

import { getEvent } from '../api/events-api.ts';
import type { Delivery } from '../api/types.ts';
import { usePolled } from '../api/use-polled.ts';
import { EventBody } from '../payload/event-body.tsx';
import { RequestShown } from '../payload/request-shown.tsx';
import { t } from '../i18n/locale.ts';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { Loading } from '../ui/loading.tsx';

/** The body of a delivery and its request, with what is secret masked; asked for when it is opened. */
export function Sent({ delivery }: { readonly delivery: Delivery }): JSX.Element {
  const [isOpen, setOpen] = useState(false);
  return (
    <details class="more-plain" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t().rows.sent}</summary>
      {isOpen && <Shown delivery={delivery} />}
    </details>
  );
}

function Shown({ delivery }: { readonly delivery: Delivery }): JSX.Element | null {
  const { event_id: id, endpoint_id: endpointId } = delivery;
  const { data, error, isLoading, reload } = usePolled(
    `sent ${id}`,
    (signal) => getEvent(id, '', signal),
    () => null,
  );
  if (error !== null) return <ErrorNotice error={error} onRetry={reload} />;
  if (isLoading || data === undefined) return <Loading rows={1} />;
  const request = data.requests.find((one) => one.endpoint_id === endpointId);
  return (
    <>
      {request !== undefined && <RequestShown request={request} event={data} />}
      <EventBody event={data} />
    </>
  );
}
