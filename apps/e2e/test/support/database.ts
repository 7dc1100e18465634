import BetterSqlite3 from 'better-sqlite3';

/** What the database of a system holds, read beside the apps. */
export class DatabaseView implements Disposable {
  readonly #connection: BetterSqlite3.Database;

  constructor(file: string) {
    this.#connection = new BetterSqlite3(file, { readonly: true });
  }

  /** Deliveries of a resend whose attempts are not numbered 1 to n, or whose last one is not theirs. */
  inconsistentDeliveries(resendId: number): unknown[] {
    return this.#connection
      .prepare(
        `SELECT position, d.state, d.attempts, count(number) AS recorded, max(number) AS last
         FROM deliveries d LEFT JOIN attempts USING (resend_id, position)
         WHERE resend_id = ? GROUP BY resend_id, position
         HAVING d.state <> 'DELIVERED' OR recorded = 0 OR d.attempts <> recorded OR last <> recorded`,
      )
      .all(resendId);
  }

  /** Every resend there is, by id. */
  resendIds(): number[] {
    return this.#connection.prepare<[], number>('SELECT id FROM resends').pluck().all();
  }

  /** Jobs that the broker took and no dispatcher has started. */
  waitingJobs(): number {
    const count = 'SELECT count(*) FROM outbox WHERE receipt_sequence IS NOT NULL';
    return this.#connection.prepare<[], number>(count).pluck().get() ?? 0;
  }

  /** What SQLite finds wrong with the file: "ok" when nothing is. */
  integrity(): unknown {
    return this.#connection.pragma('integrity_check', { simple: true });
  }

  [Symbol.dispose](): void {
    this.#connection.close();
  }
}
