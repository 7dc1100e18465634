/**
 * A text as it is compared: escapes undone, characters that encodings exchange for each other made
 * equal, and those left out that only lay a text out.
 */
export interface TextView {
  /** One character for each byte that the text stands for. */
  readonly text: string;
  /** Where each character begins in the bytes that were looked at; one more for the end. */
  readonly starts: readonly number[];
}

/** Escapes of escapes that are undone. */
const MAX_ROUNDS = 3;

/**
 * Unequal only by the encoding: blank and plus (queries), and the last two letters of base64 and
 * base64url.
 */
const SAME: Readonly<Record<string, string>> = { '+': ' ', '-': ' ', _: '/' };

/** Line breaks, of base64 too, and the zero bytes of text in UTF-16 and UTF-32. */
const LEFT_OUT = new Set(['\r', '\n', '\0']);
const ALL_LEFT_OUT = /[\r\n\0]/g;

/** One character: of a query, JSON, a program's string, or HTML. */
const ESCAPE =
  /%([0-9a-f]{2})|\\u([0-9a-f]{4})|\\x([0-9a-f]{2})|\\(["'/\\rn])|&#x0{0,4}([0-9a-f]{1,2});|&#0{0,4}([0-9]{1,3});|&(amp|lt|gt|quot|apos);/giy;

const BY_NAME: Readonly<Record<string, string>> = {
  ...{ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", r: '\r', n: '\n' },
};

/** The text as it is, then with its escapes undone, as often as there are any. */
export function viewsOf(bytes: Uint8Array): TextView[] {
  const raw = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
  const views: TextView[] = [];
  let next: TextView | null = rawView(raw);
  while (next !== null && views.length <= MAX_ROUNDS) {
    views.push(next);
    next = unescaped(next);
  }
  return views;
}

/** The same as viewOf, with the places of its characters found only when they are asked for. */
function rawView(raw: string): TextView {
  const text = raw.replace(ALL_LEFT_OUT, '').replace(/[+-]/g, ' ').replaceAll('_', '/');
  let view: TextView | null = null;
  return {
    text,
    get starts() {
      view ??= viewOf([...raw], (index) => index);
      return view.starts;
    },
  };
}

function viewOf(characters: readonly string[], startOf: (index: number) => number): TextView {
  const starts: number[] = [];
  let text = '';
  characters.forEach((character, index) => {
    if (LEFT_OUT.has(character)) return;
    text += SAME[character] ?? character;
    starts.push(startOf(index));
  });
  starts.push(startOf(characters.length));
  return { text, starts };
}

/** Null when nothing is escaped. */
function unescaped(view: TextView): TextView | null {
  const { text } = view;
  if (!/[%\\&]/.test(text)) return null;
  const { starts } = view;
  const characters: string[] = [];
  const places: number[] = [];
  for (let at = 0; at < text.length;) {
    places.push(starts[at] ?? 0);
    ESCAPE.lastIndex = at;
    const escape = '%\\&'.includes(text[at] ?? '') ? ESCAPE.exec(text) : null;
    characters.push(escape === null ? (text[at] ?? '') : meant(escape));
    at += escape?.[0].length ?? 1;
  }
  if (characters.length === text.length) return null;
  places.push(starts.at(-1) ?? 0);
  return viewOf(characters, (index) => places[index] ?? 0);
}

function meant([, percent, u, x, plain, hex, decimal, name]: RegExpExecArray): string {
  const code = percent ?? u ?? x ?? hex;
  if (code !== undefined) return String.fromCharCode(parseInt(code, 16));
  if (decimal !== undefined) return String.fromCharCode(Number(decimal));
  const named = name?.toLowerCase() ?? plain ?? '';
  return BY_NAME[named] ?? named;
}
