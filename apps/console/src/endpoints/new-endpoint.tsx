import type { CreatedEndpoint, NewEndpoint as Asked } from '@webhooks/client';
import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

import { AccountChoice } from '../accounts/account-choice.tsx';
import { type ApiError, asApiError } from '../api/api-error.ts';
import { createEndpoint } from '../api/endpoints-api.ts';
import { newIdempotencyKey } from '../api/idempotency-key.ts';
import { fieldText } from '../i18n/field-text.ts';
import { t } from '../i18n/locale.ts';
import { hrefs } from '../navigation/route.ts';
import { knownEventTypes } from '../new-resend/event-types.ts';
import { Button, ButtonLink } from '../ui/button.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { Icon } from '../ui/icons.tsx';
import { Select } from '../ui/select.tsx';
import { TextInput } from '../ui/text-input.tsx';

export interface NewEndpointProps {
  readonly onCreated: () => void;
  readonly onClose: () => void;
}

const types = ['CASHIN', 'CASHOUT', ...knownEventTypes.CASHIN, ...knownEventTypes.CASHOUT];

const empty: Required<Asked> = {
  source_account_branch_identifier: '',
  source_account_number: '',
  url: '',
  type_webhook: 'CASHIN',
  authorization_token: '',
  x_functions_key: '',
};

/** Makes an endpoint, and shows its secret this once. */
export function NewEndpoint({ onCreated, onClose }: NewEndpointProps): JSX.Element {
  const { newEndpoint: texts, form: names } = t();
  const [asked, setAsked] = useState(empty);
  const [error, setError] = useState<ApiError | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [made, setMade] = useState<CreatedEndpoint | null>(null);
  const key = useRef(newIdempotencyKey());
  const card = useRef<HTMLElement>(null);
  useEffect(() => card.current?.querySelector('input')?.focus(), []);
  // A screen reader begins with what was made.
  useEffect(() => {
    if (made !== null) card.current?.querySelector('h2')?.focus();
  }, [made]);

  const change = (part: Partial<Required<Asked>>): void => {
    // Another request is another intention.
    key.current = newIdempotencyKey();
    setError(null);
    setAsked({ ...asked, ...part });
  };
  const create = async (): Promise<void> => {
    setBusy(true);
    try {
      setMade(await createEndpoint(withoutEmpty(asked), key.current));
      onCreated();
    } catch (failure) {
      setError(asApiError(failure));
    } finally {
      setBusy(false);
    }
  };
  const problems = problemsOf(error);
  const input = (name: keyof Asked, label: string, hint?: string): JSX.Element => (
    <TextInput
      label={label}
      value={asked[name]}
      problem={problems[name]}
      onInput={(value) => change({ [name]: value })}
      {...(hint === undefined ? {} : { hint })}
    />
  );
  return (
    <section class="card" ref={card}>
      <h2 tabIndex={-1}>{made === null ? texts.title : texts.created(made.endpoint.id)}</h2>
      {made !== null && <Made made={made} onClose={onClose} />}
      {made === null && (
        <form
          class="form"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            if (!isBusy) void create();
          }}
        >
          <p>{texts.lead}</p>
          <AccountChoice
            branch={asked.source_account_branch_identifier}
            number={asked.source_account_number}
            onChange={({ branch, number }) =>
              change({ source_account_branch_identifier: branch, source_account_number: number })
            }
          />
          {input('source_account_branch_identifier', names.branch)}
          {input('source_account_number', names.number)}
          {input('url', texts.url)}
          <Select
            label={texts.type}
            value={asked.type_webhook}
            options={[...types, 'resend.finished', 'endpoint.health'].map((type) => [
              type,
              nameOf(type),
            ])}
            onChange={(type_webhook) => change({ type_webhook })}
          />
          {input('authorization_token', texts.token, texts.tokenHint)}
          {input('x_functions_key', texts.key, texts.keyHint)}
          {error !== null && Object.keys(problems).length === 0 && <ErrorNotice error={error} />}
          <div class="dialog-actions">
            <Button onClick={onClose}>{texts.close}</Button>
            <Button type="submit" kind="primary" isBusy={isBusy}>
              {isBusy ? texts.creating : texts.create}
            </Button>
          </div>
        </form>
      )}
    </section>
  );
}

/** It is there; its secret is. */
function Made(props: {
  readonly made: CreatedEndpoint;
  readonly onClose: () => void;
}): JSX.Element {
  const { newEndpoint: texts } = t();
  const { endpoint, signing_secret: secret } = props.made;
  return (
    <>
      {secret === null && <p>{texts.secretGone}</p>}
      {secret !== null && (
        <div class="notice notice-warn">
          <Icon name="shield" />
          <div>
            <p class="strong">{texts.secret}</p>
            <p>
              <code class="secret">{secret}</code>
            </p>
            <p>{texts.secretHint}</p>
          </div>
          <CopyButton text={() => secret}>{texts.copySecret}</CopyButton>
        </div>
      )}
      <div class="dialog-actions">
        <Button onClick={props.onClose}>{texts.close}</Button>
        <ButtonLink href={hrefs.endpoint(endpoint.id)} kind="primary">
          {texts.show}
        </ButtonLink>
      </div>
    </>
  );
}

function nameOf(type: string): string {
  const named: Readonly<Record<string, string>> = t().newEndpoint.types;
  return named[type] ?? type;
}

/** What is not filled in is not sent. */
function withoutEmpty(asked: Required<Asked>): Asked {
  const { authorization_token: token, x_functions_key: functionsKey, ...others } = asked;
  return {
    ...others,
    ...(token === '' ? {} : { authorization_token: token }),
    ...(functionsKey === '' ? {} : { x_functions_key: functionsKey }),
  };
}

function problemsOf(error: ApiError | null): Readonly<Record<string, string>> {
  if (error?.code !== 'validation_error') return {};
  const known = error.fields.filter(({ field }) => field in empty);
  return Object.fromEntries(known.map((problem) => [problem.field, fieldText(problem)]));
}
