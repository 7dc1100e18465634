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

  /** How many deliveries of a resend are in each state. */
  deliveryStates(resendId: number): Readonly<Record<string, number>> {
    const rows = this.#connection
      .prepare<[number], [string, number]>(
        'SELECT state, count(*) FROM deliveries WHERE resend_id = ? GROUP BY state',
      )
      .raw()
      .all(resendId);
    return Object.fromEntries(rows);
  }

  /** What the audit trail says was done to a resend, first to last. */
  actsOn(resendId: number): string[] {
    return this.#connection
      .prepare<[number], string>('SELECT action FROM audit_records WHERE resend_id = ? ORDER BY id')
      .pluck()
      .all(resendId);
  }

  /** Every event there is, in the order in which they were stored. */
  eventIds(): string[] {
    return this.#connection.prepare<[], string>('SELECT id FROM events ORDER BY seq').pluck().all();
  }

  hasEvent(id: string): boolean {
    return (
      this.#connection.prepare<[string]>('SELECT 1 FROM events WHERE id = ?').get(id) !== undefined
    );
  }

  /** Every resend there is, by id. */
  resendIds(): number[] {
    return this.#connection.prepare<[], number>('SELECT id FROM resends').pluck().all();
  }

  /** Outages that are over and not recovered from yet. */
  waitingRecoveries(): number {
    const count = 'SELECT count(*) FROM endpoint_recoveries';
    return this.#connection.prepare<[], number>(count).pluck().get() ?? -1;
  }

  /** Jobs in the outbox, published or not. */
  outboxJobs(): number {
    return this.#connection.prepare<[], number>('SELECT count(*) FROM outbox').pluck().get() ?? -1;
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
