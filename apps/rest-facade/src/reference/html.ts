/** Markup that is safe as it stands. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What a template can be filled with. */
export type Filling = Html | string | number | null | undefined | readonly Filling[];

/** Fills a template: texts are escaped, markup is taken as it is, lists are joined. */
export function html(parts: TemplateStringsArray, ...values: readonly Filling[]): Html {
  return new Html(parts.reduce((all, part, place) => `${all}${markup(values[place - 1])}${part}`));
}

function markup(value: Filling): string {
  if (value instanceof Html) return value.text;
  if (typeof value === 'object' && value !== null) return value.map(markup).join('');
  return value === null || value === undefined ? '' : escaped(String(value));
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? '');
}
