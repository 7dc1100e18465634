import { perUser } from '../session/per-user.ts';
import type { RequestForm } from './request-form.ts';

/** A form that was not sent. */
interface Draft {
  /** Of the address that it was filled in at. */
  readonly query: string;
  readonly form: RequestForm;
}

const none: Draft | null = null;
const kept = perUser<Draft | null>(none);

/** What was filled in at an address, or last, where the address says nothing of its own. */
export function draftAt(query: string): RequestForm | null {
  const draft = kept.value;
  return draft !== null && (query === '' || query === draft.query) ? draft.form : null;
}

/** Keeps what is filled in, wherever one goes meanwhile; null: it is sent, or not wanted. */
export function keepDraft(query: string, form: RequestForm | null): void {
  kept.value = form === null ? null : { query, form };
}
