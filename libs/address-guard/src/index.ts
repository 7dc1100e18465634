export * from './address-guard.ts';
export { parseRange, type AddressRange } from './address-range.ts';
export * from './blocked-address-error.ts';
export * from './dns-resolve.ts';
export * from './judge-address.ts';
export * from './judge-url.ts';
export * from './read-address-policy.ts';
export type * from './resolve.ts';
export * from './system-resolve.ts';
