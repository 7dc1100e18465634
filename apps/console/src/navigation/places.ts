/** What an entry of the browser's history is known by. */
interface Entry {
  readonly entry: string;
  /** The address that one came from; null: from outside. */
  readonly from: string | null;
}

/** For so long a page may take to be as long as it was. */
const PATIENCE_MS = 5_000;

/** Where on its page each entry of the history was left. */
const places = new Map<string, number>();

/** Of this stay: entries of an earlier one have other names. */
const stay = String(performance.timeOrigin);
let entries = 0;
let current: Entry | null = null;
let isReturning = false;
let giveUp: () => void = () => {};

/** Keeps the place on each page, so that Back leads to it; the browser knows no page that is drawn late. */
export function startPlaces(): void {
  history.scrollRestoration = 'manual';
  current = readEntry() ?? begin(null);
  window.addEventListener(
    'scroll',
    () => {
      if (current !== null && !isReturning) places.set(current.entry, window.scrollY);
    },
    { passive: true },
  );
}

/** To be called when the address has changed. from: the one before. */
export function enterPlace(from: string): void {
  giveUp();
  const known = readEntry();
  current = known ?? begin(from);
  const place = known === null ? 0 : (places.get(known.entry) ?? 0);
  if (place > 0) returnTo(place, from);
}

/** Whether the page is to be shown where it was left. */
export function hasPlace(): boolean {
  return isReturning;
}

/** Whether one came here from this page, so that the way back to it is Back. */
export function cameFrom(href: string): boolean {
  return current?.from?.split('?', 1)[0] === href;
}

function begin(from: string | null): Entry {
  entries += 1;
  const entry = { entry: `${stay} ${entries}`, from };
  history.replaceState(entry, '');
  return entry;
}

function readEntry(): Entry | null {
  const state: unknown = history.state;
  if (typeof state !== 'object' || state === null || !('entry' in state)) return null;
  return state as Entry;
}

/** Goes down as soon as the page reaches so far, unless somebody does something else first. */
function returnTo(place: number, from: string): void {
  isReturning = true;
  const over = new AbortController();
  const observer = new ResizeObserver(() => attempt());
  const timer = setTimeout(() => giveUp(), PATIENCE_MS);
  giveUp = (): void => {
    isReturning = false;
    observer.disconnect();
    clearTimeout(timer);
    over.abort();
    giveUp = () => {};
  };
  const attempt = (): void => {
    const { scrollHeight, clientHeight } = document.documentElement;
    if (scrollHeight - clientHeight < place) return;
    window.scrollTo(0, place);
    focusLink(from);
    giveUp();
  };
  for (const type of ['wheel', 'touchstart', 'keydown', 'pointerdown']) {
    window.addEventListener(type, () => giveUp(), { passive: true, signal: over.signal });
  }
  observer.observe(document.body);
}

/** The keyboard, too, continues where it was. */
function focusLink(href: string): void {
  const links = document.querySelectorAll<HTMLElement>('main a[href]');
  const link = [...links].find((one) => one.getAttribute('href') === href);
  link?.focus({ preventScroll: true });
}
