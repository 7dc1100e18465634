import type { ComponentChildren, JSX } from 'preact';

import { asApiError } from './api/api-error.ts';
import { leave } from './api/provider-session.ts';
import { chooseLanguage, chooseTheme, theme, type Theme, themes } from './appearance/appearance.ts';
import { formatRelative } from './i18n/format.ts';
import { type Language, language, languages, t } from './i18n/locale.ts';
import { route } from './navigation/navigation.ts';
import { hrefs } from './navigation/route.ts';
import { session } from './session/session.ts';
import { Announcement, announceProblem } from './ui/announcement.tsx';
import { Button, ButtonLink } from './ui/button.tsx';
import { errorText } from './ui/error-notice.tsx';
import { Icon } from './ui/icons.tsx';
import { now } from './ui/now.ts';

/** What stands around every page. */
export function Shell({ children }: { readonly children: ComponentChildren }): JSX.Element {
  const { app } = t();
  const toContent = (event: Event): void => {
    event.preventDefault();
    document.querySelector<HTMLElement>('main h1')?.focus();
  };
  return (
    <>
      <a class="skip-link" href="#content" onClick={toContent}>
        {app.skip}
      </a>
      <header class="top">
        <div class="top-inner">
          <span class="brand">
            <span class="brand-mark">
              <Icon name="resend" />
            </span>
            {app.name}
          </span>
          {session.value !== null && <Navigation />}
          <SessionLine />
        </div>
      </header>
      <main id="content">{children}</main>
      <footer class="bottom">
        <a href="../docs">{app.reference}</a>
        <Switches />
      </footer>
      <Announcement />
    </>
  );
}

function Navigation(): JSX.Element {
  const { app } = t();
  const { page } = route.value;
  const current = (...pages: string[]): 'page' | undefined =>
    pages.includes(page) ? 'page' : undefined;
  return (
    <nav class="nav" aria-label={app.navigation}>
      <a href={hrefs.resends()} aria-current={current('resends', 'resend')}>
        {app.resends}
      </a>
      <a href={hrefs.events()} aria-current={current('events', 'event')}>
        {app.events}
      </a>
      <a href={hrefs.endpoints()} aria-current={current('endpoints', 'endpoint')}>
        {app.endpoints}
      </a>
      {page !== 'new' && (
        <ButtonLink href={hrefs.newResend()} kind="primary" icon="plus">
          {app.newResend}
        </ButtonLink>
      )}
    </nav>
  );
}

function SessionLine(): JSX.Element | null {
  const current = session.value;
  if (current === null) return null;
  const { app, signIn } = t();
  const { userId, expiresAtMs, renewAtMs, isByLink } = current;
  return (
    <div class="session">
      {isByLink && <span>{signIn.guest}</span>}
      {!isByLink && userId !== null && <span>{app.user(userId)}</span>}
      {expiresAtMs !== null && renewAtMs === null && (
        <span class="muted">{app.expiresIn(formatRelative(expiresAtMs, now.value))}</span>
      )}
      <Button kind="quiet" icon="out" onClick={leaveOrSay}>
        {app.signOut}
      </Button>
    </div>
  );
}

function leaveOrSay(): void {
  leave().catch((error: unknown) => announceProblem(errorText(asApiError(error))));
}

function Switches(): JSX.Element {
  const { app } = t();
  return (
    <div class="switches">
      <label>
        <span class="visually-hidden">{app.language}</span>
        <select
          class="input input-small"
          value={language.value}
          onChange={(event) => chooseLanguage(event.currentTarget.value as Language)}
        >
          {Object.entries(languages).map(([tag, name]) => (
            <option key={tag} value={tag} lang={tag}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span class="visually-hidden">{app.theme}</span>
        <select
          class="input input-small"
          value={theme.value}
          onChange={(event) => chooseTheme(event.currentTarget.value as Theme)}
        >
          {themes.map((name) => (
            <option key={name} value={name}>
              {app.themes[name]}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}
