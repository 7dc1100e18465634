import { hash } from 'node:crypto';

/** What is kept of a link's token: whoever reads the database cannot open it. */
export function hashOf(token: string): string {
  return hash('sha256', token, 'hex');
}
