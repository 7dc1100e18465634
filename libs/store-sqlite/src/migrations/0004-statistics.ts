/**
 * What attempts came to over time, and the breakers of endpoints. All of it is written by the
 * dispatcher, with the outcomes that it counts.
 */
export const statistics = `
-- Finds the accounts of a user, in their order.
CREATE UNIQUE INDEX account_users_by_user ON account_users (user_id, account_id);

-- Attempts to an endpoint that were recorded within five minutes, by error class and by duration:
-- took_5 lasted at most 5 ms and longer than what is counted before it.
CREATE TABLE endpoint_statistics (
  endpoint_id TEXT NOT NULL REFERENCES endpoints (id),
  start_s     INTEGER NOT NULL,
  failed_dns INTEGER NOT NULL,
  failed_connect_refused INTEGER NOT NULL,
  failed_connect_timeout INTEGER NOT NULL,
  failed_tls INTEGER NOT NULL,
  failed_timeout INTEGER NOT NULL,
  failed_reset INTEGER NOT NULL,
  failed_protocol INTEGER NOT NULL,
  failed_blocked_address INTEGER NOT NULL,
  failed_http_status INTEGER NOT NULL,
  took_1 INTEGER NOT NULL,
  took_2 INTEGER NOT NULL,
  took_5 INTEGER NOT NULL,
  took_10 INTEGER NOT NULL,
  took_20 INTEGER NOT NULL,
  took_50 INTEGER NOT NULL,
  took_100 INTEGER NOT NULL,
  took_200 INTEGER NOT NULL,
  took_350 INTEGER NOT NULL,
  took_500 INTEGER NOT NULL,
  took_750 INTEGER NOT NULL,
  took_1000 INTEGER NOT NULL,
  took_1500 INTEGER NOT NULL,
  took_2500 INTEGER NOT NULL,
  took_5000 INTEGER NOT NULL,
  took_10000 INTEGER NOT NULL,
  took_20000 INTEGER NOT NULL,
  took_60000 INTEGER NOT NULL,
  took_120000 INTEGER NOT NULL,
  PRIMARY KEY (endpoint_id, start_s)
) STRICT, WITHOUT ROWID;
CREATE INDEX endpoint_statistics_by_age ON endpoint_statistics (start_s);

-- Breakers that are not closed. Empty when an engine starts.
CREATE TABLE endpoint_breakers (
  endpoint_id TEXT PRIMARY KEY REFERENCES endpoints (id),
  retry_at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Deliveries of a resend that were settled within ten seconds.
CREATE TABLE resend_outcomes (
  resend_id INTEGER NOT NULL REFERENCES resends (id),
  start_s   INTEGER NOT NULL,
  delivered INTEGER NOT NULL,
  failed    INTEGER NOT NULL,
  PRIMARY KEY (resend_id, start_s)
) STRICT, WITHOUT ROWID;

-- Attempts of a resend that failed; http_status is 0 where no response came.
CREATE TABLE resend_failures (
  resend_id   INTEGER NOT NULL REFERENCES resends (id),
  error_class TEXT NOT NULL,
  http_status INTEGER NOT NULL,
  attempts    INTEGER NOT NULL,
  PRIMARY KEY (resend_id, error_class, http_status)
) STRICT, WITHOUT ROWID;

-- Deliveries that wait for a retry; part of the progress.
ALTER TABLE resends ADD COLUMN retrying INTEGER NOT NULL DEFAULT 0;
UPDATE resends SET retrying = (SELECT count(*) FROM deliveries
  WHERE resend_id = resends.id AND state = 'RETRYING' AND state <> 'PENDING')
WHERE finished_at_ms IS NULL;
`;
