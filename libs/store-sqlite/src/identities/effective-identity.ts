/**
 * Name of the identity that an endpoint (e) uses: its own, or else the default of its account, or else
 * that of all. Two subqueries, each of one look into a small index.
 */
export const effectiveIdentity = `coalesce(e.client_identity,
  (SELECT i.name FROM client_identities AS i WHERE i.default_of = e.account_id),
  (SELECT i.name FROM client_identities AS i WHERE i.default_of = 0))`;
