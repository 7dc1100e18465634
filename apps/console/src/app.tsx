import type { JSX } from 'preact';

import { isResuming, linkProblem } from './api/provider-session.ts';
import { ResendPage } from './detail/resend-page.tsx';
import { EndpointPage } from './endpoints/endpoint-page.tsx';
import { EndpointsPage } from './endpoints/endpoints-page.tsx';
import { EventPage } from './events/event-page.tsx';
import { EventsPage } from './events/events-page.tsx';
import { t } from './i18n/locale.ts';
import { navigate, route } from './navigation/navigation.ts';
import { hrefs } from './navigation/route.ts';
import { NewResendPage } from './new-resend/new-resend-page.tsx';
import { ResendsPage } from './resends/resends-page.tsx';
import { session } from './session/session.ts';
import { LinkPage } from './sign-in/link-page.tsx';
import { SignInPage } from './sign-in/sign-in-page.tsx';
import { Shell } from './shell.tsx';
import { Button } from './ui/button.tsx';
import { EmptyState } from './ui/empty-state.tsx';
import { Loading } from './ui/loading.tsx';
import { Page } from './ui/page.tsx';

/** The console: where one is, or the way in. */
export function App(): JSX.Element {
  return (
    <Shell>
      <Current />
    </Shell>
  );
}

function Current(): JSX.Element {
  if (session.value !== null) return <CurrentPage />;
  if (isResuming.value) return <Loading />;
  return linkProblem.value === null ? <SignInPage /> : <LinkPage problem={linkProblem.value} />;
}

function CurrentPage(): JSX.Element {
  const here = route.value;
  switch (here.page) {
    case 'resends':
      return <ResendsPage query={here.query} />;
    case 'resend':
      return <ResendPage key={here.id} id={here.id} query={here.query} />;
    case 'events':
      return <EventsPage query={here.query} />;
    case 'event':
      return <EventPage key={here.id} id={here.id} />;
    case 'new':
      return <NewResendPage key={here.query.toString()} query={here.query} />;
    case 'endpoints':
      return <EndpointsPage query={here.query} />;
    case 'endpoint':
      return <EndpointPage key={here.id} id={here.id} />;
    case 'unknown':
      return <UnknownPage />;
  }
}

function UnknownPage(): JSX.Element {
  const { app } = t();
  return (
    <Page title={app.unknownPage}>
      <EmptyState icon="alert" title={app.unknownPage}>
        <Button kind="primary" onClick={() => navigate(hrefs.resends())}>
          {app.toResends}
        </Button>
      </EmptyState>
    </Page>
  );
}
