import './i18n/browser-language.ts';

import './styles/tokens.css';
import './styles/base.css';
import './styles/shell.css';
import './styles/controls.css';
import './styles/content.css';
import './styles/events.css';
import './styles/chart.css';
import './styles/print.css';

import { render } from 'preact';

import { renewSession, resumeSession } from './api/provider-session.ts';
import { App } from './app.tsx';
import { startAppearance } from './appearance/appearance.ts';
import { startNavigation } from './navigation/navigation.ts';
import { followRenewal } from './session/renewal.ts';
import { followExpiry } from './session/session.ts';
import { readProviderProblem } from './sign-in/provider-problem.ts';
import { keepTextsLive } from './ui/live-texts.ts';
import { startClock } from './ui/now.ts';

startAppearance();
startNavigation();
startClock();
followExpiry();
followRenewal(renewSession);
readProviderProblem();
void resumeSession();

const root = document.getElementById('app');
if (root !== null) {
  render(<App />, root);
  keepTextsLive(root);
}
