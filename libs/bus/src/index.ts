export { BusUnavailableError } from './broker-errors.ts';
export { connectBus, type Bus, type BusOptions } from './connect-bus.ts';
export { readStreamBytes } from './read-stream-bytes.ts';
export { jobSubject, type JobSourceOptions } from './topology.ts';
