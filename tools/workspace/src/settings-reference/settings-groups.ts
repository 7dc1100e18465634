/** What the settings mean, by group, in the order of the reference. */
export const settingsGroups: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'Addresses and ports': {
    HOST: 'address or name that every server binds; `npm start` keeps nats-server on loopback',
    REST_PORT: 'REST API',
    RPC_PORT: 'gRPC, gRPC-Web and Connect',
    DISPATCHER_PORT: '`/livez`, `/readyz` and `/metrics` of the dispatcher',
    SERVICE_ADMIN_PORT: 'the same of the service',
    FACADE_ADMIN_PORT: 'the same of the facade',
    RPC_URL: 'where the facade and the canary find the service; follows `HOST` and `RPC_PORT`',
    RPC_TIMEOUT_MS: 'deadline of a call of the facade to the service',
    PUBLIC_BASE_URL:
      'start of the `next` and `previous` links; follows the address that the facade binds',
    CONSOLE_DIR:
      'the built console, served at `/console`; `npm start` builds it and sets this, unless it is set to nothing',
    TRUSTED_PROXIES: 'proxies in front of the facade whose `X-Forwarded-For` is believed',
  },
  'Storage and broker': {
    DATA_DIR: 'directory of the database, of JetStream and of generated secrets; a local disk',
    SECRETS_KEY: 'encrypts endpoint credentials: the first key encrypts, all of them decrypt',
    NATS_URL: 'nats-server to use; `npm start` starts one of its own unless this is set',
    NATS_PORT: 'port of the nats-server that `npm start` starts',
    NATS_STREAM_BYTES: 'what the stream may hold; where nats-server allows less, that',
    RECONCILE_INTERVAL_MS: 'how often the service publishes jobs again that nobody claimed',
    RECONCILE_MIN_AGE_MS: 'how old such a job must be',
    KEEP_ATTEMPTS_DAYS:
      'how long attempts are kept once their resend has settled, and no longer than their delivery',
    KEEP_DELIVERIES_DAYS: 'the same for deliveries, and no longer than their resend',
    KEEP_RESENDS_DAYS: 'the same for resends',
    KEEP_AUDIT_DAYS: 'how long audit records are kept',
  },
  'Tokens and trust': {
    AUTH_HS256_SECRET: 'key of user tokens',
    AUTH_JWKS_URL: 'key set of user tokens, instead of `AUTH_HS256_SECRET`; https, or loopback',
    AUTH_ALGORITHM: 'with `AUTH_JWKS_URL`: RS256, ES256 or EdDSA',
    AUTH_ISSUER: '`iss` that user tokens must have; unset: any',
    AUTH_AUDIENCE: '`aud` that user tokens must have; unset: any',
    AUTH_USER_CLAIM:
      'claim with the user’s id, where an OIDC provider makes the tokens: they need neither `token_type` nor `jti`, but `AUTH_ISSUER` and `AUTH_AUDIENCE`; unset: `user_id`, in tokens of our own form',
    AUTH_SERVICE_HS256_SECRET: 'key of service tokens, at least 32 bytes; unset: none are accepted',
    FACADE_SECRET:
      'shared by service and facades, at least 32 bytes: the service then believes the address of a caller that a facade names',
  },
  'Signing in to the console': {
    OIDC_ISSUER:
      'OIDC provider that people sign in at, https or loopback; it needs `SESSION_KEY`, `AUTH_JWKS_URL`, `AUTH_ISSUER` and `AUTH_AUDIENCE`; unset: at none',
    OIDC_CLIENT_ID:
      'what the provider knows the facade as; its redirect URI is `/console/sign-in/callback` below `PUBLIC_BASE_URL`, and `/console/` the one after signing out',
    OIDC_CLIENT_SECRET: 'sent by HTTP Basic; unset: the facade is a public client',
    OIDC_SCOPE: 'what is asked for; with `offline_access` many providers give refresh tokens',
    OIDC_RESOURCE: 'what the access token is asked for (RFC 8707); unset: the provider decides',
    OIDC_TOKEN: 'which token of the provider the API is called with; a JWT in either case',
    SESSION_KEY:
      'seals the cookies of sessions, the same for every facade: the first key seals, all of them open; it needs `PUBLIC_BASE_URL` and `CONSOLE_DIR`; unset: the console takes pasted tokens alone',
    SESSION_MAX_HOURS: 'after that one signs in again, however often the token was renewed',
  },
  'Limits for callers': {
    ORIGINAL_RETRY_FOR:
      'seconds that the sender of an original delivery is taken to retry it after it said so; then it counts as failed',
    MAX_ACTIVE_BULK_PER_USER: 'bulk resends of a user that may be unsettled at once; 0: no limit',
    MAX_ACTIVE_BULK_PER_ACCOUNT: 'the same of an account',
    USER_REQUESTS_PER_SECOND: 'calls of one user to the service per second; 0: no limit',
    USER_REQUEST_BURST: 'calls of one user at once after a pause',
    MAX_WATCHERS:
      'streams of progress at once; the last places go only to users who have few of them',
    MAX_WATCHERS_PER_USER: 'streams of progress of one user at once',
  },
  'Endpoints that may be called': {
    ALLOW_HTTP_ENDPOINTS: 'endpoints may be plain http',
    ALLOWED_PRIVATE_RANGES:
      'CIDR list of addresses that may be called although they are not public; `npm start` allows this machine unless it is set',
    ALLOWED_PORTS: 'ports that may be called',
    NAT64_PREFIXES:
      'prefixes of your NAT64 besides 64:ff9b::/96; the IPv4 address behind them is judged',
    DNS_SERVERS: 'name servers, as address or address:port; unset: those of the machine',
    DNS_TIMEOUT_MS: 'what the first try at one name server may take',
    DNS_USE_SYSTEM:
      'names without a dot and search domains: the machine is asked for what DNS does not know',
    EGRESS_PROXY:
      'proxy that deliveries go through by CONNECT, as http://host:port, with user:password@ if it asks for them; unset: none',
    EGRESS_PROXIES:
      'further proxies as name=http://host:port, for endpoints that name one in `egress_proxy`',
    EGRESS_PROXY_CREDENTIALS_FILE:
      'file of lines `host:port user:password`, for proxies whose URL has no credentials',
    ENDPOINT_VERIFICATION:
      'which URLs that users set have to prove themselves by answering a test event: `off`, `moved` (of endpoints that move), `all` (of new ones, too); unset: `moved`, in a database that was in use before `off`',
    SOURCE_IPS:
      'addresses and CIDR blocks that deliveries come from, as `GET /v3/webhooks/source_ips` answers them; unset: an empty list',
    EGRESS_PROXY_BY_NAME:
      'the proxy gets names instead of judged addresses, and decides itself what may be called',
  },
  Delivery: {
    RETRY_SCHEDULE: 'seconds before the first, second … attempt of a delivery, 32 at most',
    RESEND_EXPIRES_AFTER:
      'seconds until what is not settled fails as expired; the service, which says when, needs the same',
    NOTICE_SCHEDULE: 'as `RETRY_SCHEDULE`, for notifications of settled resends',
    NOTICE_EXPIRES_AFTER: 'as `RESEND_EXPIRES_AFTER`, for notifications',
    ATTEMPT_TIMEOUT_MS: 'deadline of a whole attempt, from the name to the last byte',
    CONNECTION_MAX_AGE_MS:
      'how long a connection to a receiver carries further requests; then its name is resolved again',
    MAX_IN_FLIGHT: 'deliveries in flight over all endpoints',
    ENDPOINT_MAX_IN_FLIGHT: 'deliveries in flight to one endpoint without a cap of its own',
    WINDOW_BYTES: 'payload bytes that wait in memory',
    BREAKER_FAILURES: 'failures in a row that open the breaker of an endpoint',
    BREAKER_OPEN_MS: 'its first pause',
    BREAKER_MAX_OPEN_MS: 'its longest pause',
    FAILING_AFTER:
      'seconds that an endpoint must have been failing for its account to be notified (`endpoint.failing`)',
    RECOVERY_AFTER:
      'seconds that an endpoint with `recover_automatically` must have been failing for what it missed to be resent',
    LEASE_TTL_MS: 'how long a silent dispatcher stays the active one',
    DRAIN_MS: 'what a stop waits for deliveries in flight',
  },
  'Logs and traces': {
    LOG_LEVEL: 'least severe level that is logged',
    OTEL_EXPORTER_OTLP_ENDPOINT: 'where spans are sent by OTLP over HTTP; unset: no tracing',
    OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'the same, with the path of the signal; before the other',
    OTEL_EXPORTER_OTLP_TIMEOUT: 'how long sending spans may take, in milliseconds',
    OTEL_SDK_DISABLED: 'true: no spans, whatever else is set',
    OTEL_TRACES_EXPORTER: 'none: no spans',
    OTEL_TRACES_SAMPLER: 'which traces are noted; parentbased: whoever began one decides',
    OTEL_TRACES_SAMPLER_ARG: 'share of a sampler by ratio, 0 to 1; unset: 1',
    OTEL_BSP_MAX_QUEUE_SIZE: 'spans that wait to be sent; more are dropped',
    OTEL_BSP_MAX_EXPORT_BATCH_SIZE: 'spans that are sent at once',
    OTEL_BSP_SCHEDULE_DELAY: 'how often spans are sent, in milliseconds',
  },
  'Sample receiver and canary': {
    RECEIVER_PORT:
      'sample receiver of the stack; give `npm run receiver` another one when both run',
    RECEIVER_SECRET: '`npm run receiver` verifies with this signing secret; unset: with none',
    CANARY_PORT: 'receiver of the canary',
    CANARY_ADMIN_PORT: '`/livez`, `/readyz` and `/metrics` of the canary',
    CANARY_ENDPOINT_URL:
      'where deliveries reach the receiver of the canary; unset: its own address',
    CANARY_REST_URL: 'REST API that the canary watches; follows `HOST` and `REST_PORT`',
    CANARY_INTERVAL_MS: 'how often the canary asks for a resend',
    CANARY_TIMEOUT_MS: 'how long a canary may take from its request to its arrival',
    CANARY_ACCOUNT_ID: 'number of the account, user and object of the canary: nobody else’s',
  },
};
