import { asApiError } from '../api/api-error.ts';
import { getEvent } from '../api/events-api.ts';
import { formatCount } from '../i18n/format.ts';
import { t } from '../i18n/locale.ts';
import { announce, announceProblem } from '../ui/announcement.tsx';
import { refusalText } from '../ui/error-notice.tsx';
import { select } from './selection.ts';

/** More are better pasted into a resend of a list. */
const MAX_IDS = 50;

/** Selects events by their IDs, all or none, and says what came of it. */
export async function selectById(ids: readonly string[]): Promise<void> {
  const { events: texts } = t();
  if (ids.length > MAX_IDS) {
    announceProblem(texts.tooMany(formatCount(MAX_IDS)));
    return;
  }
  try {
    const found = [];
    const signal = AbortSignal.timeout(60_000);
    // One after the other: nobody else should have to wait for it.
    for (const id of ids) found.push(await getEvent(id, '', signal));
    if (select(found, true)) announce(texts.selected(found.length, formatCount(found.length)));
  } catch (error) {
    announceProblem(refusalText(asApiError(error)));
  }
}
