/*
 * Some systems name a language as no standard does ("en-US@posix"). Whatever asks the browser for its
 * language, and gives that to Intl, would end there; so this comes before anything else.
 */
try {
  Intl.getCanonicalLocales(navigator.language);
} catch {
  Object.defineProperty(navigator, 'language', { value: 'en', configurable: true });
}
