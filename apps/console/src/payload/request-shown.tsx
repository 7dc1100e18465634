import type { EventDetail } from '@webhooks/client';
import type { JSX } from 'preact';

import type { ShownEvent } from '../api/events-api.ts';
import { t } from '../i18n/locale.ts';
import { hrefs } from '../navigation/route.ts';
import { CopyButton } from '../ui/copy-button.tsx';
import { Name } from '../ui/name.tsx';
import { requestAsCurl } from './as-curl.ts';

/** The request to one endpoint, masked. */
export function RequestShown(props: {
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
