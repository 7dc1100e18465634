import type { DeliveryStateFilter } from '@webhooks/domain';

import { language } from '../i18n/locale.ts';
import { typedFromIso } from '../date-times/instants.ts';
import { knownEventTypes } from './event-types.ts';
import { listFields } from './list-entries.ts';
import { emptyForm, modes, type RequestForm } from './request-form.ts';

/** What a link to the form may fill in. look: with a preview at once. */
export type Prefill = Readonly<
  Partial<
    Record<
      | 'mode'
      | 'type'
      | 'object'
      | 'list'
      | 'entries'
      | 'branch'
      | 'number'
      | 'from'
      | 'to'
      | 'state'
      | 'inHand'
      | 'types'
      | 'endpoint'
      | 'deliver'
      | 'look',
      string
    >
  >
>;

/** A form with what its address says; anything else in the address is left out. */
export function prefilledForm(query: URLSearchParams): RequestForm {
  const of = (name: keyof Prefill): string => query.get(name) ?? '';
  const endpoints = of('endpoint') === '' ? [] : of('endpoint').split(',');
  const state = of('state');
  const type = of('type') === 'CASHOUT' ? 'CASHOUT' : 'CASHIN';
  const types = of('types') === '' ? [] : of('types').split(',');
  const isKnown = (one: string): boolean => knownEventTypes[type].includes(one);
  return {
    ...emptyForm,
    mode: modes.find((mode) => mode === of('mode')) ?? 'object',
    type,
    objectId: of('object'),
    listOf: listFields.find((field) => field === of('list')) ?? emptyForm.listOf,
    entries: of('entries'),
    branch: of('branch'),
    number: of('number'),
    from: typedFromIso(of('from'), 'start', language.value),
    to: typedFromIso(of('to'), 'end', language.value),
    language: language.value,
    state: isState(state) ? state : null,
    includeInHand: state === 'UNDELIVERED' && of('inHand') === '1',
    eventTypes: types.filter(isKnown),
    otherTypes: types.filter((one) => !isKnown(one)).join(', '),
    endpointIds: endpoints,
    deliverTo: of('deliver'),
  };
}

function isState(text: string): text is DeliveryStateFilter {
  return ['ALL', 'FAILED', 'NEVER_ATTEMPTED', 'UNDELIVERED'].includes(text);
}
