export * from './core-session-manager.ts';
export { trackSending, type Sending } from './sending.ts';
