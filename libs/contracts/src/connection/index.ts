export * from './service-session-manager.ts';
export { currentSending, trackSending, type Sending } from './sending.ts';
