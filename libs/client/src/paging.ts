import type { Page } from './wire/resend-log.ts';

/** Every row from the first page on; each next page is asked for when it is needed. */
export async function* everyRow<Row>(
  readPage: (next: string | null) => Promise<Page<Row>>,
): AsyncGenerator<Row, void> {
  let next: string | null = null;
  do {
    const page: Page<Row> = await readPage(next);
    yield* page.results;
    next = page.next;
  } while (next !== null);
}

/**
 * The path of a page that a link leads to. Only the query of the link counts: the token goes where
 * the client was told to send it, whatever host a link names.
 */
export function pathOfPage(listPath: string, link: string): string {
  if (!URL.canParse(link))
    throw new TypeError('a page is named by the next or previous of another');
  return `${listPath}${new URL(link).search}`;
}
