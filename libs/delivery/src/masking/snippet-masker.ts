import { needlesOf, type EndpointSecrets, type Needle } from './secret-needles.ts';
import { viewsOf, type TextView } from './text-view.ts';

/** What stands for a masked value. */
const MASK = Buffer.from('***');

/** A value may be cut off by the end of a snippet; fewer letters of it tell nothing. */
const MIN_CUT_LENGTH = 4;

/** An escape that the end of the snippet cuts off. */
const CUT_ESCAPE = /(?:%[0-9a-f]?|\\(?:u[0-9a-f]{0,3}|x[0-9a-f]?)?|&[#a-z0-9]{0,7})$/i;

const BASE64 = /[A-Za-z0-9/]/;

/** From the first byte to the one behind the last. */
type Span = readonly [start: number, end: number];

/**
 * Takes an endpoint's own values out of what it answered: also escaped or in hex or base64. Null when
 * nothing may be kept, because a value is too short to distinguish from other text.
 */
export class SnippetMasker {
  /** Of endpoints as they were read: one that changes is another object. */
  readonly #needles = new WeakMap<EndpointSecrets, readonly Needle[] | null>();

  mask(snippet: Uint8Array | null, endpoint: EndpointSecrets): Uint8Array | null {
    if (snippet === null || snippet.length === 0) return snippet;
    const needles = this.#needlesFor(endpoint);
    if (needles === null) return null;
    if (needles.length === 0 || snippet.length < MIN_CUT_LENGTH) return snippet;
    const spans = viewsOf(snippet).flatMap((view) => spansIn(view, needles));
    return spans.length === 0 ? snippet : without(snippet, spans);
  }

  #needlesFor(endpoint: EndpointSecrets): readonly Needle[] | null {
    const known = this.#needles.get(endpoint);
    if (known !== undefined) return known;
    const needles = needlesOf(endpoint);
    this.#needles.set(endpoint, needles);
    return needles;
  }
}

function spansIn(view: TextView, needles: readonly Needle[]): Span[] {
  const { text } = view;
  const spans: Span[] = [];
  const add = (from: number, to: number) =>
    spans.push([view.starts[from] ?? 0, view.starts[to] ?? 0]);
  const ends = endsOf(text);
  for (const { text: needle, isInner } of needles) {
    /** Letters of base64 that are shared with what stands beside. */
    const shared = (index: number) => (isInner && BASE64.test(text[index] ?? '') ? 1 : 0);
    let at = text.indexOf(needle);
    while (at >= 0) {
      const end = at + needle.length;
      add(at - shared(at - 1), end + shared(end));
      at = text.indexOf(needle, end);
    }
    for (const end of ends) {
      const cut = end.length - cutLength(end, needle);
      if (cut < end.length) add(cut - shared(cut - 1), text.length);
    }
  }
  return spans;
}

/** A text as it ends, and without the escape that its end cuts off. */
function endsOf(text: string): readonly string[] {
  const wholeEscapes = text.replace(CUT_ESCAPE, '');
  return wholeEscapes === text ? [text] : [text, wholeEscapes];
}

/** How much of the needle's beginning stands at the end of the text; 0 when it is too little. */
function cutLength(text: string, needle: string): number {
  const beginning = needle.slice(0, MIN_CUT_LENGTH);
  let at = text.indexOf(beginning, Math.max(0, text.length - needle.length + 1));
  while (at >= 0 && !needle.startsWith(text.slice(at))) at = text.indexOf(beginning, at + 1);
  return at < 0 ? 0 : text.length - at;
}

function without(snippet: Uint8Array, spans: readonly Span[]): Uint8Array {
  const kept: Uint8Array[] = [];
  let end = 0;
  for (const [start, stop] of spans.toSorted(([one], [other]) => one - other)) {
    if (stop <= end) continue;
    if (start > end || kept.length === 0) kept.push(snippet.subarray(end, start), MASK);
    end = stop;
  }
  return Buffer.concat([...kept, snippet.subarray(end)]);
}
