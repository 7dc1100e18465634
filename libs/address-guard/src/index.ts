export type * from './address-guard.ts';
export * from './blocked-address-error.ts';
