import type { JSX, TargetedSubmitEvent } from 'preact';
import { useState } from 'preact/hooks';

import { checkToken } from '../api/api.ts';
import { type ApiError, asApiError } from '../api/api-error.ts';
import { t } from '../i18n/locale.ts';
import { Button } from '../ui/button.tsx';
import { ErrorNotice, errorText } from '../ui/error-notice.tsx';
import { Field } from '../ui/field.tsx';
import { Icon } from '../ui/icons.tsx';
import { Page } from '../ui/page.tsx';
import { readToken, type TokenProblem } from '../session/read-token.ts';
import { sessionEnd, signIn } from '../session/session.ts';

/** The way in: an access token, asked of the API before it counts. */
export function SignInPage(): JSX.Element {
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

  const end = sessionEnd.value;
  const isOfToken = typeof problem === 'string' || problem?.status === 401;
  return (
    <div class="sign-in">
      <Page title={texts.title} lead={texts.lead}>
        {end !== null && problem === null && (
          <div class="notice notice-warn" role="status">
            <Icon name="clock" />
            <p>{texts[end]}</p>
          </div>
        )}
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
            {isChecking ? texts.checking : texts.submit}
          </Button>
        </form>
      </Page>
    </div>
  );
}

function problemText(problem: TokenProblem | ApiError): string {
  return typeof problem === 'string' ? t().signIn.problems[problem] : errorText(problem);
}
