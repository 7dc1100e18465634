import { effect, signal } from '@preact/signals';

import { type Language, language, languages, preferredLanguage } from '../i18n/locale.ts';
import { keepPreferences, readPreferences } from './preferences.ts';

export const themes = ['auto', 'light', 'dark'] as const;

export type Theme = (typeof themes)[number];

/** "auto" follows the system. */
export const theme = signal<Theme>('auto');

const systemDark = signal(false);

/** Whether the page is dark now. Charts are painted again when it changes. */
export const isDark = (): boolean =>
  theme.value === 'dark' || (theme.value === 'auto' && systemDark.value);

/** Takes up what was chosen before, or what the browser asks for, and follows both. */
export function startAppearance(): void {
  const kept = readPreferences();
  language.value = languageOf(kept.language) ?? preferredLanguage(navigator.languages);
  theme.value = themes.find((name) => name === kept.theme) ?? 'auto';
  const query = matchMedia('(prefers-color-scheme: dark)');
  systemDark.value = query.matches;
  query.addEventListener('change', ({ matches }) => (systemDark.value = matches));
  const root = document.documentElement;
  effect(() => {
    root.lang = language.value;
  });
  effect(() => {
    root.dataset['theme'] = isDark() ? 'dark' : 'light';
  });
}

export function chooseLanguage(chosen: Language): void {
  language.value = chosen;
  keepPreferences({ ...readPreferences(), language: chosen });
}

export function chooseTheme(chosen: Theme): void {
  theme.value = chosen;
  keepPreferences({ ...readPreferences(), theme: chosen });
}

function languageOf(text: string | undefined): Language | undefined {
  return (Object.keys(languages) as Language[]).find((name) => name === text);
}
