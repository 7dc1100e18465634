/** As many as one resend takes by their names. */
export const MAX_SELECTED = 1_000;

/** More bodies than these are better exported. */
export const MAX_BODIES = 100;
