import type { DeliveryStateFilter } from '@webhooks/domain';

import { language } from '../i18n/locale.ts';
import { emptyForm, type RequestForm } from './request-form.ts';

/** What a link to the form may fill in. */
export type Prefill = Readonly<
  Partial<
    Record<
      'mode' | 'type' | 'object' | 'branch' | 'number' | 'from' | 'to' | 'state' | 'endpoint',
      string
    >
  >
>;

/** A form with what its address says; anything else in the address is left out. */
export function prefilledForm(query: URLSearchParams): RequestForm {
  const of = (name: keyof Prefill): string => query.get(name) ?? '';
  const endpoint = of('endpoint');
  const state = of('state');
  return {
    ...emptyForm,
    mode: of('mode') === 'range' ? 'range' : 'object',
    type: of('type') === 'CASHOUT' ? 'CASHOUT' : 'CASHIN',
    objectId: of('object'),
    branch: of('branch'),
    number: of('number'),
    from: of('from'),
    to: of('to'),
    language: language.value,
    state: isState(state) ? state : null,
    endpointIds: endpoint === '' ? [] : [endpoint],
  };
}

function isState(text: string): text is DeliveryStateFilter {
  return ['ALL', 'FAILED', 'NEVER_ATTEMPTED', 'UNDELIVERED'].includes(text);
}
