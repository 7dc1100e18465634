export * from './core-session-manager.ts';
export { currentSending, trackSending, type Sending } from './sending.ts';
