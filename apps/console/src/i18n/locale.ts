import { computed, signal } from '@preact/signals';

import { en, type Messages } from './en.ts';
import { ptBr } from './pt-br.ts';

/** The languages of the console, named in themselves. */
export const languages = { en: 'English', 'pt-BR': 'Português' } as const;

export type Language = keyof typeof languages;

const catalogs: Readonly<Record<Language, Messages>> = { en, 'pt-BR': ptBr };

/** The first language that a browser asks for and the console has. */
export function preferredLanguage(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const [primary] = tag.toLowerCase().split('-');
    if (primary === 'pt') return 'pt-BR';
    if (primary === 'en') return 'en';
  }
  return 'en';
}

/** The language that everything is shown in. */
export const language = signal<Language>('en');

/**
 * What dates and numbers are written by: the browser's own variant of the language where it has one,
 * so that a British reader sees British dates.
 */
export const formatLocale = computed(() => {
  const primary = language.value.split('-')[0] ?? 'en';
  const wanted = typeof navigator === 'undefined' ? [] : navigator.languages;
  return wanted.find((tag) => tag.toLowerCase().split('-')[0] === primary) ?? language.value;
});

/** The texts of the language; a component that reads them is drawn again when it changes. */
export function t(): Messages {
  return catalogs[language.value];
}
