/** The only thing that the console keeps in the browser: how it looks, never who is signed in. */
const KEY = 'console-preferences';

export interface Preferences {
  readonly language?: string;
  readonly theme?: string;
}

/** Empty where nothing is kept, or where the browser keeps nothing. */
export function readPreferences(): Preferences {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}

export function keepPreferences(preferences: Preferences): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(preferences));
  } catch {
    // It is asked again next time.
  }
}
