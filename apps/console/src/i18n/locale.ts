import { signal } from '@preact/signals';

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

/** The language that everything is shown and typed in, dates and numbers too, whatever the browser has. */
export const language = signal<Language>('en');

/** The texts of the language; a component that reads them is drawn again when it changes. */
export function t(): Messages {
  return catalogs[language.value];
}
