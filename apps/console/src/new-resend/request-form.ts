import type { DeliveryStateFilter, ResendType } from '@webhooks/domain';

import type { ResendRequest } from '../api/types.ts';
import type { Language } from '../i18n/locale.ts';
import { isoOf, type RangeEnd, readDateTime } from '../date-times/instants.ts';
import { type DateTimeProblem, retyped } from '../date-times/typed-date-time.ts';
import { fieldOf, isKey, type ListField, listProblem, listRequest } from './list-entries.ts';

export const modes = ['object', 'range', 'list'] as const;

/** What a person has filled in; everything as it was typed. */
export interface RequestForm {
  readonly mode: (typeof modes)[number];
  readonly type: ResendType;
  readonly objectId: string;
  /** What the entries of a list are. */
  readonly listOf: ListField;
  /** One a line, or with commas between where none of them has spaces. */
  readonly entries: string;
  readonly branch: string;
  readonly number: string;
  /** Moments in the form of a language, or of ISO 8601. */
  readonly from: string;
  readonly to: string;
  /** The one that from and to are typed in. */
  readonly language: Language;
  /** Null: the one that is usual for the mode. */
  readonly state: DeliveryStateFilter | null;
  /** With what nobody has delivered: also what somebody has in hand. */
  readonly includeInHand: boolean;
  /** Of each object the newest event alone. */
  readonly latestOnly: boolean;
  readonly eventTypes: readonly string[];
  /** Types that are not on the list, separated by commas. */
  readonly otherTypes: string;
  readonly endpointIds: readonly string[];
  /** Typed, where the list of endpoints is not to be had. */
  readonly otherEndpoints: string;
  readonly name: string;
  readonly reason: string;
  /** In the form of from and to; empty: at once. */
  readonly notBefore: string;
  /** Deliveries a second; empty: no limit. */
  readonly rate: string;
  /** Deliveries that go first; empty: all at once. Not for a single object. */
  readonly first: string;
  /** Id of a test endpoint that gets all of it; empty: those of the selection. */
  readonly deliverTo: string;
}

/** The fields by their names in the API: that is how it tells what is wrong. */
export type FormField = keyof ResendRequest;

export type FormProblem =
  | 'required'
  | 'badId'
  | 'badIds'
  | 'tooMany'
  | 'badRange'
  | 'badRate'
  | 'skippedTime'
  | DateTimeProblem;

export type FormProblems = Readonly<Partial<Record<FormField, FormProblem>>>;

export const emptyForm: RequestForm = {
  mode: 'object',
  type: 'CASHIN',
  objectId: '',
  listOf: 'object_reference_ids',
  entries: '',
  branch: '',
  number: '',
  from: '',
  to: '',
  language: 'en',
  state: null,
  includeInHand: false,
  latestOnly: false,
  eventTypes: [],
  otherTypes: '',
  endpointIds: [],
  otherEndpoints: '',
  name: '',
  reason: '',
  notBefore: '',
  rate: '',
  first: '',
  deliverTo: '',
};

/** What is wrong without asking; the API has the last word. */
export function formProblems(form: RequestForm): FormProblems {
  return {
    ...targetProblems(form),
    ...notBeforeProblem(form),
    ...rateProblem(form),
    ...firstProblem(form),
  };
}

function notBeforeProblem({ notBefore, language }: RequestForm): FormProblems {
  if (notBefore.trim() === '') return {};
  const us = readDateTime(notBefore, 'start', language);
  return typeof us === 'string' ? { not_before: us } : {};
}

function rateProblem({ rate }: RequestForm): FormProblems {
  const isRate = rate.trim() === '' || /^\d+([.,]\d+)?$/.test(rate.trim());
  return isRate ? {} : { max_rate_per_second: 'badRate' };
}

function firstProblem({ first }: RequestForm): FormProblems {
  return /^\d*$/.test(first.trim()) ? {} : { first: 'badId' };
}

function targetProblems(form: RequestForm): FormProblems {
  if (form.mode === 'object') {
    const text = form.objectId.trim();
    if (text === '') return { object_reference_id: 'required' };
    const id = Number(text);
    const isId = /^\d+$/.test(text) && Number.isSafeInteger(id) && id > 0;
    return isId ? {} : { object_reference_id: 'badId' };
  }
  if (form.mode === 'list') {
    const problem = listProblem(form.listOf, form.entries);
    return {
      ...(problem === null ? {} : { [fieldOf(form.listOf)]: problem }),
      ...accountProblems(form),
    };
  }
  return { ...accountProblems(form), ...rangeProblems(form) };
}

/** Both parts of an account, or neither where it need not be known. */
function accountProblems(form: RequestForm): FormProblems {
  const { branch, number } = accountOf(form);
  const isWanted = needsAccount(form) || branch !== '' || number !== '';
  return {
    ...(isWanted && branch === '' ? { source_account_branch_identifier: 'required' } : {}),
    ...(isWanted && number === '' ? { source_account_number: 'required' } : {}),
  };
}

/** Ranges and keys are of an account. */
export function needsAccount({ mode, listOf }: RequestForm): boolean {
  return mode === 'range' || (mode === 'list' && isKey(listOf));
}

function accountOf({ branch, number }: RequestForm) {
  return { branch: branch.trim(), number: number.trim() };
}

/** What is named is always sent; a range leaves out what its receivers have. */
export function stateOf({ state, mode }: RequestForm): DeliveryStateFilter {
  return state ?? (mode === 'range' ? 'UNDELIVERED' : 'ALL');
}

/** The request that a filled-in form stands for. */
export function toRequest(form: RequestForm): ResendRequest {
  const eventTypes = [...form.eventTypes, ...listed(form.otherTypes)];
  const endpointIds = [...form.endpointIds, ...listed(form.otherEndpoints)];
  const state = stateOf(form);
  return {
    resend_type: form.type,
    ...targetOf(form),
    ...(state === 'ALL' ? {} : { delivery_state: state }),
    ...(state === 'UNDELIVERED' && form.includeInHand ? { include_in_hand: true } : {}),
    ...(form.latestOnly ? { latest_only: true } : {}),
    ...(eventTypes.length === 0 ? {} : { event_types: [...new Set(eventTypes)] }),
    ...(endpointIds.length === 0 ? {} : { endpoint_ids: [...new Set(endpointIds)] }),
    ...optionsOf(form),
  };
}

function targetOf(form: RequestForm): Partial<ResendRequest> {
  if (form.mode === 'object') return { object_reference_id: Number(form.objectId.trim()) };
  const { branch, number } = accountOf(form);
  const account =
    branch === '' && number === ''
      ? {}
      : { source_account_branch_identifier: branch, source_account_number: number };
  if (form.mode === 'list') return { ...listRequest(form.listOf, form.entries), ...account };
  return {
    ...account,
    start_datetime: dateTimeOf(form.from, 'start', form.language),
    end_datetime: dateTimeOf(form.to, 'end', form.language),
  };
}

function optionsOf(form: RequestForm) {
  const { name, reason, notBefore, rate, first, deliverTo, language } = form;
  return {
    ...(name.trim() === '' ? {} : { name: name.trim() }),
    ...(reason.trim() === '' ? {} : { reason: reason.trim() }),
    ...(notBefore.trim() === '' ? {} : { not_before: dateTimeOf(notBefore, 'start', language) }),
    ...(rate.trim() === '' ? {} : { max_rate_per_second: Number(rate.trim().replace(',', '.')) }),
    ...(first.trim() === '' || form.mode === 'object' ? {} : { first: Number(first.trim()) }),
    ...(deliverTo.trim() === '' ? {} : { deliver_to: deliverTo.trim() }),
  };
}

/** The form with its moments in another language, as somebody who chose that one would type them. */
export function inLanguage(form: RequestForm, language: Language): RequestForm {
  return {
    ...form,
    from: retyped(form.from, form.language, language),
    to: retyped(form.to, form.language, language),
    notBefore: retyped(form.notBefore, form.language, language),
    language,
  };
}

function rangeProblems(form: RequestForm): FormProblems {
  const { language } = form;
  const read = (text: string, end: RangeEnd): number | FormProblem =>
    text.trim() === '' ? 'required' : readDateTime(text, end, language);
  const start = read(form.from, 'start');
  const end = read(form.to, 'end');
  if (typeof start === 'number' && typeof end === 'number') {
    return start > end ? { start_datetime: 'badRange' } : {};
  }
  return {
    ...(typeof start === 'string' ? { start_datetime: start } : {}),
    ...(typeof end === 'string' ? { end_datetime: end } : {}),
  };
}

/** What is no moment stays as it is: there is no request to be made of it. */
function dateTimeOf(text: string, end: RangeEnd, language: Language): string {
  const us = readDateTime(text, end, language);
  return typeof us === 'number' ? isoOf(us) : text;
}

function listed(text: string): string[] {
  return text
    .split(/[\s,;]+/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}
