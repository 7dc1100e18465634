import type { JSX } from 'preact';

import { useEndpoints } from '../accounts/use-endpoints.ts';
import type { Endpoint } from '../api/endpoint-types.ts';
import { t } from '../i18n/locale.ts';
import { CheckList } from '../ui/check-list.tsx';
import { Choice } from '../ui/choice.tsx';
import { Name } from '../ui/name.tsx';
import { TextInput } from '../ui/text-input.tsx';
import { knownEventTypes } from './event-types.ts';
import { stateOf } from './request-form.ts';
import type { FormPartProps } from './target.tsx';

/** More endpoints than this are better typed than looked for in a list. */
const MAX_LISTED = 30;

/** Which of the webhooks: by last outcome, event type, endpoint. */
export function Restrictions(props: FormPartProps): JSX.Element {
  const { form, problems, onChange } = props;
  const { form: texts, names } = t();
  const isUsed =
    form.state !== null ||
    form.latestOnly ||
    form.includeInHand ||
    form.eventTypes.length > 0 ||
    form.endpointIds.length > 0;
  const hasProblem =
    (problems.delivery_state ?? problems.event_types ?? problems.endpoint_ids) !== undefined;
  return (
    <details class="more" open={isUsed || hasProblem}>
      <summary>
        {texts.filters} <span class="hint">{texts.filtersHint}</span>
      </summary>
      <div class="more-content">
        <Choice
          legend={texts.state}
          value={stateOf(form)}
          options={(['ALL', 'UNDELIVERED', 'FAILED', 'NEVER_ATTEMPTED'] as const).map((value) => ({
            value,
            text: names.filters[value],
          }))}
          problem={problems.delivery_state}
          onChange={(state) => onChange({ state })}
        />
        {stateOf(form) === 'UNDELIVERED' && (
          <CheckList
            legend={texts.inHand}
            hint={texts.inHandHint}
            options={[{ value: 'in-hand', text: texts.includeInHand }]}
            chosen={form.includeInHand ? ['in-hand'] : []}
            problem={problems.include_in_hand}
            onChange={(chosen) => onChange({ includeInHand: chosen.length > 0 })}
          />
        )}
        <CheckList
          legend={texts.latest}
          hint={texts.latestHint}
          options={[{ value: 'latest', text: texts.latestOnly }]}
          chosen={form.latestOnly ? ['latest'] : []}
          onChange={(chosen) => onChange({ latestOnly: chosen.length > 0 })}
        />
        <CheckList
          legend={texts.eventTypes}
          hint={texts.eventTypesHint}
          options={knownEventTypes[form.type].map((value) => ({
            value,
            text: (
              <code>
                <Name text={value} />
              </code>
            ),
          }))}
          chosen={form.eventTypes}
          onChange={(eventTypes) => onChange({ eventTypes })}
        />
        <TextInput
          label={texts.otherTypes}
          hint={texts.otherTypesHint}
          value={form.otherTypes}
          problem={problems.event_types}
          onInput={(otherTypes) => onChange({ otherTypes })}
        />
        <Endpoints {...props} />
      </div>
    </details>
  );
}

function Endpoints({ form, problems, onChange }: FormPartProps): JSX.Element {
  const { form: texts, endpoints } = t();
  const data = useEndpoints();
  const fitting = (data?.results ?? []).filter((endpoint) => fits(endpoint, form));
  if (data?.next !== null || fitting.length === 0 || fitting.length > MAX_LISTED) {
    return (
      <TextInput
        label={texts.endpointIds}
        hint={texts.endpointsHint}
        value={[...form.endpointIds, form.otherEndpoints].filter((id) => id !== '').join(', ')}
        problem={problems.endpoint_ids}
        onInput={(otherEndpoints) => onChange({ endpointIds: [], otherEndpoints })}
      />
    );
  }
  return (
    <CheckList
      legend={texts.endpoints}
      hint={texts.endpointsHint}
      options={fitting.map(({ id, url, enabled }) => ({
        value: id,
        text: (
          <>
            <span class="strong">{id}</span>
            {!enabled && <span class="bad"> · {endpoints.disabled}</span>}
            <span class="sub">
              <Name text={url} />
            </span>
          </>
        ),
      }))}
      chosen={form.endpointIds}
      problem={problems.endpoint_ids}
      onChange={(endpointIds) => onChange({ endpointIds })}
    />
  );
}

/** Those that want such events and, in a range, belong to the account; chosen ones stay in sight. */
function fits(endpoint: Endpoint, form: FormPartProps['form']): boolean {
  if (form.endpointIds.includes(endpoint.id)) return true;
  const { type_webhook: wanted } = endpoint;
  if (endpoint.test) return false;
  const wants = wanted === form.type || knownEventTypes[form.type].includes(wanted);
  const isOfAccount =
    form.mode !== 'range' ||
    ((form.branch.trim() === '' ||
      form.branch.trim() === endpoint.source_account_branch_identifier) &&
      (form.number.trim() === '' || form.number.trim() === endpoint.source_account_number));
  return wants && isOfAccount;
}
