/** Settings for benchmarks that have more bulk resends in work than one user may by default. */
export const unlimited = {
  MAX_ACTIVE_BULK_PER_USER: '0',
  MAX_ACTIVE_BULK_PER_ACCOUNT: '0',
} as const;
