/** Lists go through one account after the other, so that each asks for the access of the moment. */
export const listsOfAccounts = `
CREATE INDEX resends_by_account ON resends (account_id, created_at_ms, id);
CREATE INDEX resends_by_account_status ON resends (account_id, status, created_at_ms, id);
CREATE INDEX resends_by_account_object
  ON resends (account_id, object_reference_id, created_at_ms, id)
  WHERE object_reference_id IS NOT NULL;

DROP INDEX resends_by_user;
DROP INDEX resends_by_user_status;
DROP INDEX resends_by_user_object;
`;
