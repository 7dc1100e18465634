import type { FoundName } from './read-names.ts';

/**
 * Words that names no longer use, each as it is found in a name of any spelling: `HeldObjects`,
 * `held_objects` and "held objects" are all held-objects. ARCHITECTURE.md has the words of today.
 */
export const RETIRED_WORDS: readonly string[] = [
  'append-act',
  'as-of-recording',
  'asleep',
  'attended',
  'bring-forward',
  'breaker-notes',
  'closer',
  'core-session',
  'count-place',
  'delivery-queue',
  'delivery-recorder',
  'delivery-state-to-message',
  'dormant',
  'due-retries',
  'endpoint-gates',
  'fake-core',
  'filler',
  'first-due',
  'followers',
  'footprint',
  'forwent',
  'held-object',
  'held-objects',
  'interventions',
  'is-behind',
  'kept-parts',
  'lane',
  'lanes',
  'leader-session',
  'life',
  'moment',
  'moments',
  'next-due',
  'notice',
  'notices',
  'object-locks',
  'pace-memory',
  'parks',
  'persistently',
  'poke',
  'pump',
  'resend-core',
  'retried-place',
  'retry-place',
  'settle-waiting',
  'sleepers',
  'take-over',
  'taken-resend',
  'taker',
  'told',
  'unwanted',
  'user-slots',
  'wait-from-now',
  'walk-place',
  'wish',
  'wished',
  'wishes',
  'work-places',
  'write-in-turn',
];

/** Where one of them stays. */
export interface Exception {
  readonly word: string;
  /** Whole names. */
  readonly names: RegExp;
  readonly files?: RegExp;
  readonly reason: string;
}

export const EXCEPTIONS: readonly Exception[] = [
  {
    word: 'notice',
    names: /^(Proto|proto)?Notices?(State|States|Reason)?$|^notice$/,
    reason: 'messages, enums and schemas of the API, and the span of a notification',
  },
  {
    word: 'notice',
    names: /^(DEFAULT_)?NOTICE_\w+$/,
    reason: 'settings',
  },
  {
    word: 'notice',
    names: /^(ErrorNotice(Props)?|error-notice)$/,
    reason: 'a box of the console that shows an error',
  },
  {
    word: 'notice',
    names: /^(NoticeLog|notice-log)$/,
    reason: 'a type that the published client has',
  },
  {
    word: 'notices',
    names: /^([Nn]otices|listNotices|list-notices)$/,
    reason: 'the call ListNotices, its route, its fields and the command after it',
  },
  {
    word: 'notices',
    names: /^(notices_(unsettled|waiting)|endpoints_for_notices|000\d-[a-z-]+|oldestNotices)$/,
    files: /^libs\/store-sqlite\//,
    reason: 'tables and migrations, which keep their names',
  },
  {
    word: 'as-of-recording',
    names: /^as_of_recording$/,
    files: /^libs\/store-/,
    reason: 'a column',
  },
  {
    word: 'told',
    names: /^told_?[aA]ddress$/,
    reason: 'a column, and a field of audit records',
  },
  { word: 'told', names: /^told$/, files: /openapi\/operations/, reason: 'names an example' },
  {
    word: 'unwanted',
    names: /^unwanted_?[eE]vents$/,
    reason: 'a field of previews',
  },
  ...['lane', 'lanes'].map((word) => ({
    word,
    names: /lane/i,
    files: /^(proof|tools\/workspace)\//,
    reason: 'checks that run side by side, and the callers of a load',
  })),
  {
    word: 'life',
    names: /life/i,
    files: /^(proof\/torture|libs\/runtime\/test)\//,
    reason: 'of a process, from its start to its end',
  },
];

const KNOWN = new Set(RETIRED_WORDS);
/** The most words that one of them has. */
const LONGEST = Math.max(...RETIRED_WORDS.map((word) => word.split('-').length));

/** The retired words in a name, but for those that it may keep. */
export function retiredWordsIn({ text, file }: FoundName): string[] {
  const words = wordsOf(text);
  const found = new Set<string>();
  for (let start = 0; start < words.length; start += 1) {
    for (let end = start + 1; end <= Math.min(words.length, start + LONGEST); end += 1) {
      const word = words.slice(start, end).join('-');
      if (KNOWN.has(word) && !mayKeep(word, text, file)) found.add(word);
    }
  }
  return [...found];
}

function mayKeep(word: string, text: string, file: string): boolean {
  return EXCEPTIONS.some(
    (exception) =>
      exception.word === word &&
      exception.names.test(text) &&
      exception.files?.test(file) !== false,
  );
}

function wordsOf(name: string): string[] {
  return name
    .split(/(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|[^A-Za-z0-9]+/)
    .map((word) => word.toLowerCase())
    .filter((word) => word !== '');
}
