/**
 * Whoever opened a portal link has an id of this range, which is their own: 2^52 and the number of the
 * link. No issuer gives users such ids.
 */
export const FIRST_PORTAL_USER_ID = 2 ** 52;
export const LAST_PORTAL_USER_ID = FIRST_PORTAL_USER_ID + 2 ** 51 - 1;

/** Whether it is the id of somebody who opened a portal link. */
export function isPortalUser(userId: number): boolean {
  return userId >= FIRST_PORTAL_USER_ID && userId <= LAST_PORTAL_USER_ID;
}
