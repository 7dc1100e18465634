import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';

import { formatCount } from '../i18n/format.ts';
import { language, t } from '../i18n/locale.ts';
import { navigate } from '../navigation/navigation.ts';
import { hrefs } from '../navigation/route.ts';
import { announce } from '../ui/announcement.tsx';
import { Button } from '../ui/button.tsx';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { Icon } from '../ui/icons.tsx';
import { Page } from '../ui/page.tsx';
import { CarryingOut } from './carrying-out.tsx';
import { draftAt, keepDraft } from './draft.ts';
import { fieldTexts } from './field-texts.ts';
import { without } from './list-entries.ts';
import { prefilledForm } from './prefilled.ts';
import { PreviewPanel } from './preview-panel.tsx';
import {
  type FormProblems,
  formProblems,
  inLanguage,
  type RequestForm,
  toRequest,
} from './request-form.ts';
import { Restrictions } from './restrictions.tsx';
import { Target } from './target.tsx';
import { useResendRequest } from './use-resend-request.ts';

/** Asking for a resend: fill in, look, send. */
export function NewResendPage({ query }: { readonly query: URLSearchParams }): JSX.Element {
  const { form: texts } = t();
  const key = query.toString();
  const [form, setForm] = useState(() => draftAt(key) ?? prefilledForm(query));
  const [isRestored, setRestored] = useState(() => draftAt(key) !== null);
  const [problems, setProblems] = useState<FormProblems>({});
  const requesting = useResendRequest();
  const { previewed, error, busy, counted } = requesting;
  const element = useRef<HTMLFormElement>(null);
  const isInvalid = error?.code === 'validation_error';
  const messages = fieldTexts(problems, error);
  const change = (part: Partial<RequestForm>): void => {
    setForm({ ...form, ...part });
    keepDraft(key, { ...form, ...part });
    setProblems({});
  };
  const isOutdated =
    previewed !== null && JSON.stringify(previewed.request) !== JSON.stringify(toRequest(form));

  // 05/12 is another day in the other language: what was typed has to follow.
  useLayoutEffect(() => setForm((before) => inLanguage(before, language.value)), [language.value]);
  useEffect(() => {
    if (Object.keys(messages.fields).length > 0) focusFirstProblem(element.current);
  }, [problems, error]);

  useEffect(() => {
    // Nothing is to be filled in: it is what was shown a click ago.
    if (query.get('look') === '1' && !isRestored) look();
  }, []);

  const look = (): void => {
    const found = formProblems(form);
    setProblems(found);
    if (Object.keys(found).length === 0) void requesting.preview(toRequest(form));
  };
  const startAfresh = (): void => {
    keepDraft(key, null);
    setForm(prefilledForm(query));
    setProblems({});
    setRestored(false);
    requesting.forget();
  };
  const send = async (): Promise<void> => {
    const id = await requesting.send();
    if (id === null) return;
    keepDraft(key, null);
    navigate(hrefs.resend(id));
    announce(t().detail.created(String(id)));
  };
  return (
    <Page
      title={texts.title}
      lead={isRestored ? texts.restored : texts.lead}
      actions={isRestored && <Button onClick={startAfresh}>{texts.startAfresh}</Button>}
    >
      <div class="two-columns">
        <form
          ref={element}
          class="card form"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            if (busy === null) look();
          }}
        >
          <Target form={form} problems={messages.fields} onChange={change} />
          <Restrictions form={form} problems={messages.fields} onChange={change} />
          <CarryingOut form={form} problems={messages.fields} onChange={change} />
          {error !== null && !isInvalid && <ErrorNotice error={error} />}
          {error !== null && error.notFound.length > 0 && (
            <div>
              <Button onClick={() => change({ entries: without(form, error.notFound) })}>
                {texts.dropNotFound}
              </Button>
            </div>
          )}
          {messages.rest.length > 0 && <Problems texts={messages.rest} />}
          <div>
            <Button
              type="submit"
              kind={previewed === null ? 'primary' : 'plain'}
              isBusy={busy !== null}
            >
              {busy === 'previewing' ? texts.previewing : texts.preview}
            </Button>
            {counted !== null && (
              <p class="sub" role="status">
                {texts.counting(formatCount(counted))}
              </p>
            )}
          </div>
        </form>
        {previewed !== null && (
          <PreviewPanel
            previewed={previewed}
            isOutdated={isOutdated}
            isSending={busy === 'sending'}
            onSend={() => void send()}
          />
        )}
      </div>
    </Page>
  );
}

/** What is wrong without a field to show it at. */
function Problems({ texts }: { readonly texts: readonly string[] }): JSX.Element {
  return (
    <div class="notice notice-bad" role="alert">
      <Icon name="alert" />
      <ul>
        {texts.map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
    </div>
  );
}

function focusFirstProblem(form: HTMLFormElement | null): void {
  form
    ?.querySelector<HTMLElement>('[aria-invalid], fieldset[aria-describedby*="problem"] input')
    ?.focus();
}
