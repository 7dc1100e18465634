import { ResendApiError } from './errors/errors.ts';
import type { Page } from './wire/resend-log.ts';

/**
 * Every row from the first page on; each next page is asked for when it is needed. Pages that lead
 * back to one that was read are refused: they would never end.
 */
export async function* everyRow<Row>(
  readPage: (next: string | null) => Promise<Page<Row>>,
): AsyncGenerator<Row, void> {
  const read = new Set<string>();
  let next: string | null = null;
  for (;;) {
    const page: Page<Row> = await readPage(next);
    if (!Array.isArray(page.results)) throw brokenPage('has no results');
    yield* page.results;
    next = page.next;
    if (next === null) return;
    if (typeof next !== 'string') throw brokenPage('does not say whether there is a next one');
    if (read.has(next)) throw brokenPage('names a next page that was read before');
    read.add(next);
  }
}

/**
 * The path of a page that a link leads to. Only the query of the link counts: the token goes where
 * the client was configured to send it, whatever host a link names.
 */
export function pathOfPage(listPath: string, link: string): string {
  if (!URL.canParse(link))
    throw new TypeError('a page is named by the next or previous of another');
  return `${listPath}${new URL(link).search}`;
}

function brokenPage(what: string): ResendApiError {
  const fields = { status: 200, code: 'unexpected_answer', requestId: null };
  return new ResendApiError(`A page of the list ${what}`, fields);
}
