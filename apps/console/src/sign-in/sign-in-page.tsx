import type { ComponentChildren, JSX, TargetedSubmitEvent } from 'preact';
import { useState } from 'preact/hooks';

import { checkToken } from '../api/api.ts';
import { type ApiError, asApiError } from '../api/api-error.ts';
import { hasProvider, signInHref } from '../api/provider-session.ts';
import { t } from '../i18n/locale.ts';
import { address } from '../navigation/navigation.ts';
import { Button, ButtonLink } from '../ui/button.tsx';
import { ErrorNotice, errorText } from '../ui/error-notice.tsx';
import { Field } from '../ui/field.tsx';
import { Icon, type IconName } from '../ui/icons.tsx';
import { Page } from '../ui/page.tsx';
import { readToken, type TokenProblem } from '../session/read-token.ts';
import { sessionEnd, signIn } from '../session/session.ts';
import { providerProblem } from './provider-problem.ts';

/** The way in: at a provider, where there is one, or by an access token. */
export function SignInPage(): JSX.Element {
  const { signIn: texts } = t();
  if (!hasProvider()) return <TokenPage />;
  const failure = providerProblem.value;
  const end = sessionEnd.value;
  return (
    <div class="sign-in">
      <Page title={texts.title} lead={texts.lead}>
        {end !== null && <Notice icon="clock">{texts[end]}</Notice>}
        {end === null && failure !== null && <Notice icon="alert">{texts.failed[failure]}</Notice>}
        <div class="card form">
          <ButtonLink href={signInHref(address.value)} kind="primary" icon="shield">
            {texts.atProvider}
          </ButtonLink>
        </div>
        <details>
          <summary>{texts.withToken}</summary>
          <TokenForm submit={texts.submitToken} />
        </details>
      </Page>
    </div>
  );
}

function TokenPage(): JSX.Element {
  const { signIn: texts } = t();
  const end = sessionEnd.value;
  return (
    <div class="sign-in">
      <Page title={texts.title} lead={texts.lead}>
        <TokenForm submit={texts.submit}>
          {end !== null && <Notice icon="clock">{texts[end]}</Notice>}
        </TokenForm>
      </Page>
    </div>
  );
}

function Notice(props: { readonly icon: IconName; readonly children: string }): JSX.Element {
  return (
    <div class="notice notice-warn" role="status">
      <Icon name={props.icon} />
      <p>{props.children}</p>
    </div>
  );
}

/** An access token, asked of the API before it counts. Its children are to be seen until then. */
function TokenForm(props: {
  readonly submit: string;
  readonly children?: ComponentChildren;
}): JSX.Element {
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<TokenProblem | ApiError | null>(null);
  const [isChecking, setChecking] = useState(false);
  const { signIn: texts } = t();

  const submit = async (event: TargetedSubmitEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const input = event.currentTarget.elements.namedItem('token');
    const read = readToken(text, Date.now());
    if (typeof read === 'string') {
      setProblem(read);
      if (input instanceof HTMLElement) input.focus();
      return;
    }
    setChecking(true);
    try {
      await checkToken(read.token);
      signIn(read);
    } catch (error) {
      setProblem(asApiError(error));
      setChecking(false);
    }
  };

  const isOfToken = typeof problem === 'string' || problem?.status === 401;
  return (
    <>
      {problem === null && props.children}
      {problem !== null && typeof problem !== 'string' && !isOfToken && (
        <ErrorNotice error={problem} />
      )}
      <form class="card form" noValidate onSubmit={(event) => void submit(event)}>
        <Field
          label={texts.token}
          hint={texts.hint}
          problem={isOfToken && problem !== null ? problemText(problem) : undefined}
        >
          {(ties) => (
            <textarea
              {...ties}
              name="token"
              class="input token"
              rows={5}
              value={text}
              autocomplete="off"
              spellcheck={false}
              onInput={(event) => setText(event.currentTarget.value)}
              onKeyDown={(event) => {
                // A token has no lines.
                if (event.key !== 'Enter' || event.isComposing) return;
                event.preventDefault();
                event.currentTarget.form?.requestSubmit();
              }}
            />
          )}
        </Field>
        <Button type="submit" kind="primary" icon="shield" isBusy={isChecking}>
          {isChecking ? texts.checking : props.submit}
        </Button>
      </form>
    </>
  );
}

function problemText(problem: TokenProblem | ApiError): string {
  return typeof problem === 'string' ? t().signIn.problems[problem] : errorText(problem);
}
