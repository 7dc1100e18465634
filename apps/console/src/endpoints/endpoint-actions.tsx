import type { JSX } from 'preact';
import { useState } from 'preact/hooks';

import { asApiError } from '../api/api-error.ts';
import type { Endpoint } from '../api/endpoint-types.ts';
import { enableEndpoint } from '../api/endpoints-api.ts';
import { t } from '../i18n/locale.ts';
import type { EventFilters } from '../events/event-query.ts';
import { lengthsMs, periodOf, periodSince } from '../date-times/periods.ts';
import { hrefs } from '../navigation/route.ts';
import { knownEventTypes } from '../new-resend/event-types.ts';
import type { Prefill } from '../new-resend/prefilled.ts';
import { announce, announceProblem } from '../ui/announcement.tsx';
import { Button, ButtonLink } from '../ui/button.tsx';
import { ConfirmDialog } from '../ui/dialog.tsx';
import { refusalText } from '../ui/error-notice.tsx';
import { RemoveEndpoint } from './remove-endpoint.tsx';

export interface EndpointActionsProps {
  readonly endpoint: Endpoint;
  readonly onChange: () => void;
}

/** Getting an endpoint going again, and sending it what it missed. */
export function EndpointActions({ endpoint, onChange }: EndpointActionsProps): JSX.Element {
  const { endpoints: texts, rows } = t();
  const [isAsked, setAsked] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [outage, setOutage] = useState<Outage>({});
  const enable = async (): Promise<void> => {
    setBusy(true);
    try {
      const { was_disabled_since: since } = await enableEndpoint(endpoint.id);
      if (since !== null) setOutage(outageSince(since));
      announce(texts.enabledNow);
      onChange();
    } catch (error) {
      announceProblem(refusalText(asApiError(error)));
    } finally {
      setBusy(false);
      setAsked(false);
    }
  };
  return (
    <>
      {!endpoint.enabled && (
        <Button icon="plug" kind="primary" onClick={() => setAsked(true)}>
          {texts.enable}
        </Button>
      )}
      <ButtonLink href={hrefs.events(missedEvents(endpoint))} icon="search">
        {rows.missed}
      </ButtonLink>
      {endpoint.enabled && (
        <ButtonLink href={hrefs.newResend({ ...missed(endpoint), ...outage })} icon="resend">
          {texts.resendMissed}
        </ButtonLink>
      )}
      <RemoveEndpoint id={endpoint.id} />
      {isAsked && (
        <ConfirmDialog
          title={texts.confirmEnable}
          confirm={texts.confirmEnableYes}
          kind="primary"
          isBusy={isBusy}
          onConfirm={() => void enable()}
          onClose={() => setAsked(false)}
        >
          {texts.confirmEnableText}
        </ConfirmDialog>
      )}
    </>
  );
}

/** The range that the form begins with; empty while it is not known. */
type Outage = Record<string, string>;

/** What failed last before it was disabled had happened earlier. */
const EARLIER_MS = 3_600_000;

function outageSince(since: string): Outage {
  const from = new Date(Date.parse(since) - EARLIER_MS).toISOString();
  return { from, to: new Date().toISOString() } satisfies Prefill;
}

/** What nobody has delivered to it of the last day, or since it was disabled. */
function missedEvents(endpoint: Endpoint): EventFilters {
  const { disabled_since: since } = endpoint;
  const nowMs = Date.now();
  const { from, to } =
    since === null
      ? periodOf(lengthsMs.lastDay, nowMs)
      : periodSince(Date.parse(since) - EARLIER_MS, nowMs);
  return {
    account_mirror_id: String(endpoint.account_mirror_id),
    endpoint_id: endpoint.id,
    delivery_state: 'UNDELIVERED',
    start_datetime: from,
    end_datetime: to,
  };
}

function missed(endpoint: Endpoint): Record<string, string> {
  const { type_webhook: wanted } = endpoint;
  const isCashOut = wanted === 'CASHOUT' || knownEventTypes.CASHOUT.includes(wanted);
  return {
    mode: 'range',
    type: isCashOut ? 'CASHOUT' : 'CASHIN',
    branch: endpoint.source_account_branch_identifier,
    number: endpoint.source_account_number,
    state: 'UNDELIVERED',
    endpoint: endpoint.id,
  } satisfies Prefill;
}
