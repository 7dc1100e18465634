/** Branch and number as people know an account; leading zeros are significant. */
export interface AccountReference {
  readonly branchIdentifier: string;
  readonly number: string;
}

/** An account and the users that may resend its webhooks. */
export interface Account extends AccountReference {
  readonly id: number;
  readonly userIds: readonly number[];
  /** What people call it; absent: nothing. */
  readonly name?: string | null;
}
