/** Largest message in either direction, decompressed. */
export const MAX_MESSAGE_BYTES = 1024 * 1024;

/**
 * Fields of a message that may be longer than others, those of its records and the numbers of lists
 * among them: 4,000 events have fewer, and the worst is decoded within some milliseconds.
 */
export const MAX_FIELDS = 50_000;

/**
 * Largest message to all methods but those that take many records of the catalog, and largest one in
 * JSON: what it holds is small, and the worst that fits in is read within some milliseconds.
 */
export const MAX_SMALL_MESSAGE_BYTES = 64 * 1024;

/** Longest deadline that a caller may ask for, and the deadline of a unary call without one. */
export const UNARY_DEADLINE_MS = 30_000;

/** The same for a stream: an import of a hundred million records fits in. */
export const STREAM_DEADLINE_MS = 3_600_000;

/** The same for a watcher, which stays as long as it likes: the longest that a timer waits. */
export const WATCH_DEADLINE_MS = 2 ** 31 - 1;

/** What a call may take beyond its deadline to receive its request and send its answer. */
export const TRANSFER_GRACE_MS = 5_000;

/** Connections at once; the facade needs two, every other caller one. */
export const MAX_CONNECTIONS = 512;

/** Connections at once that have not said yet that they speak HTTP/2. */
export const MAX_SILENT_CONNECTIONS = 256;

/** How long a connection may take to say that it speaks HTTP/2. */
export const PREFACE_MS = 5_000;

/** Calls at once on one connection. */
export const MAX_STREAMS = 256;

/** All headers of one call; a token has at most 8 KiB. */
export const MAX_HEADER_BYTES = 16 * 1024;

/** A connection on which nothing happens for this long is closed. */
export const IDLE_CONNECTION_MS = 300_000;

/** A connection without traffic is probed after this long, so that a dead peer is noticed. */
export const PROBE_AFTER_MS = 30_000;

/** How much a client may send ahead on one stream, and on all streams of its connection. */
export const STREAM_WINDOW_BYTES = 256 * 1024;
export const CONNECTION_WINDOW_BYTES = 4 * 1024 * 1024;

/** Megabytes that nghttp2 keeps for one connection before it refuses new streams. */
export const MAX_SESSION_MEMORY_MB = 16;

/** Streams that a client may reset at once and then per second, before its connection is closed. */
export const RESET_BURST = 1_000;
export const RESETS_PER_SECOND = 100;

/** Memory for what callers send, of all streams at once: each holds one window, or its message. */
export const STREAM_MEMORY_BYTES = 512 * 1024 * 1024;

/** Streams that were refused and whose clients do not take the answer, and for how long. */
export const MAX_LINGERING_STREAMS = 256;
export const LINGER_MS = 2_000;

/** Streams at once of the methods that take no token. */
export const MAX_HEALTH_CHECKS = 256;
export const MAX_HEALTH_WATCHERS = 128;
export const MAX_REFLECTIONS = 32;
export const MAX_RELAYS = 256;

/** Longest time of a reflection stream; clients that want more open another one. */
export const REFLECTION_MS = 60_000;

/** Largest message to a method that takes no token. */
export const MAX_PUBLIC_MESSAGE_BYTES = 16 * 1024;

/** The same for one that carries other calls, each with a token. */
export const MAX_RELAY_BYTES = 512 * 1024;

/** Its fields, and those of the calls: more than the 64 calls have that it may carry. */
export const MAX_RELAY_FIELDS = 1_000;

/** Fields of a request that it carries: one that can be fine has 3,150. */
export const MAX_RELAYED_FIELDS = 3_500;

/** Longest time of such a call: the deadlines of those that it carries are no longer. */
export const RELAY_MS = UNARY_DEADLINE_MS;
