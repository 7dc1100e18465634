/** What a Content-Type says. */
export interface MediaType {
  /** In lower case. */
  readonly type: string;
  /** In the order in which they are given, names in lower case; a name may come twice. */
  readonly parameters: readonly (readonly [name: string, value: string])[];
}

const TYPE = /[!#$%&'*+.^_`|~0-9A-Za-z-]+\/[!#$%&'*+.^_`|~0-9A-Za-z-]+/y;

/** A semicolon with or without a parameter behind it: RFC 9110 lets it be empty. */
const PARAMETER =
  /[ \t]*;[ \t]*(?:([!#$%&'*+.^_`|~0-9A-Za-z-]+)=(?:([!#$%&'*+.^_`|~0-9A-Za-z-]+)|"((?:[^"\\]|\\.)*)"))?/y;

/** Reads a media type as RFC 9110 writes it, in linear time; null when it is none. */
export function parseMediaType(header: string): MediaType | null {
  const text = header.trim();
  const type = matchAt(TYPE, text, 0);
  if (type === null) return null;
  const parameters: [string, string][] = [];
  let place = type[0].length;
  while (place < text.length) {
    const match = matchAt(PARAMETER, text, place);
    if (match === null) return null;
    const [all, name, token, quoted = ''] = match;
    const value = token ?? quoted.replace(/\\(.)/g, '$1');
    if (name !== undefined) parameters.push([name.toLowerCase(), value]);
    place += all.length;
  }
  return { type: type[0].toLowerCase(), parameters };
}

function matchAt(pattern: RegExp, text: string, place: number): RegExpExecArray | null {
  pattern.lastIndex = place;
  return pattern.exec(text);
}
