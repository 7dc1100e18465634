/** Links by which customers of a platform open the console. Written by the service. */
export const portalLinks = `
CREATE TABLE portal_links (
  -- Never given again: it is part of the id of whoever opens the link.
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  token_hash   TEXT NOT NULL UNIQUE,
  -- JSON list of ids.
  accounts     TEXT NOT NULL,
  session_ms   INTEGER NOT NULL,
  opened_at_ms INTEGER,
  -- Until when it can be opened; once it was, when its session ends.
  ends_at_ms   INTEGER NOT NULL
) STRICT;
CREATE INDEX portal_links_by_end ON portal_links (ends_at_ms);
`;
