import type { DeliveryStateFilter, ResendType } from '@webhooks/domain';

import type { ResendRequest } from '../api/types.ts';

/** What a person has filled in; everything as it was typed. */
export interface RequestForm {
  readonly mode: 'object' | 'range';
  readonly type: ResendType;
  readonly objectId: string;
  readonly branch: string;
  readonly number: string;
  /** As a datetime-local input has it: local time, no zone. */
  readonly from: string;
  readonly to: string;
  readonly state: DeliveryStateFilter;
  readonly eventTypes: readonly string[];
  /** Types that are not on the list, separated by commas. */
  readonly otherTypes: string;
  readonly endpointIds: readonly string[];
  /** Typed, where the list of endpoints is not to be had. */
  readonly otherEndpoints: string;
}

/** The fields by their names in the API: that is how it tells what is wrong. */
export type FormField = keyof ResendRequest;

export type FormProblem = 'required' | 'badId' | 'badRange';

export type FormProblems = Readonly<Partial<Record<FormField, FormProblem>>>;

export const emptyForm: RequestForm = {
  mode: 'object',
  type: 'CASHIN',
  objectId: '',
  branch: '',
  number: '',
  from: '',
  to: '',
  state: 'ALL',
  eventTypes: [],
  otherTypes: '',
  endpointIds: [],
  otherEndpoints: '',
};

/** What is wrong without asking; the API has the last word. */
export function formProblems(form: RequestForm): FormProblems {
  if (form.mode === 'object') {
    const text = form.objectId.trim();
    if (text === '') return { object_reference_id: 'required' };
    const id = Number(text);
    const isId = /^\d+$/.test(text) && Number.isSafeInteger(id) && id > 0;
    return isId ? {} : { object_reference_id: 'badId' };
  }
  const required = (value: string): { problem?: 'required' } =>
    value.trim() === '' ? { problem: 'required' } : {};
  const problems = Object.entries({
    source_account_branch_identifier: required(form.branch).problem,
    source_account_number: required(form.number).problem,
    start_datetime: required(form.from).problem ?? (isReversed(form) ? 'badRange' : undefined),
    end_datetime: required(form.to).problem,
  });
  return Object.fromEntries(problems.filter(([, problem]) => problem !== undefined));
}

/** The request that a filled-in form stands for. */
export function toRequest(form: RequestForm): ResendRequest {
  const eventTypes = [...form.eventTypes, ...listed(form.otherTypes)];
  const endpointIds = [...form.endpointIds, ...listed(form.otherEndpoints)];
  return {
    resend_type: form.type,
    ...(form.mode === 'object'
      ? { object_reference_id: Number(form.objectId.trim()) }
      : {
          source_account_branch_identifier: form.branch.trim(),
          source_account_number: form.number.trim(),
          start_datetime: toUtc(form.from, 'start'),
          end_datetime: toUtc(form.to, 'end'),
        }),
    ...(form.state === 'ALL' ? {} : { delivery_state: form.state }),
    ...(eventTypes.length === 0 ? {} : { event_types: [...new Set(eventTypes)] }),
    ...(endpointIds.length === 0 ? {} : { endpoint_ids: [...new Set(endpointIds)] }),
  };
}

/**
 * A local time in UTC. An end without a fraction means the whole second, and one without seconds
 * the whole minute: "23:59" takes in what happened at 23:59:30.
 */
export function toUtc(local: string, end: 'start' | 'end'): string {
  const atMs = new Date(local).getTime();
  if (Number.isNaN(atMs)) return local;
  const hasSeconds = /T\d\d:\d\d:\d\d/.test(local);
  const hasFraction = /\.\d+$/.test(local);
  const restMs = hasFraction ? 0 : hasSeconds ? 999 : 59_999;
  return new Date(end === 'end' ? atMs + restMs : atMs).toISOString();
}

function isReversed({ from, to }: RequestForm): boolean {
  return from !== '' && to !== '' && toUtc(from, 'start') > toUtc(to, 'end');
}

function listed(text: string): string[] {
  return text
    .split(/[\s,;]+/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}
