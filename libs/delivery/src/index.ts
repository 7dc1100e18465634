export * from './headers/delivery-headers.ts';
export * from './masking/snippet-masker.ts';
export * from './policy/index.ts';
export type * from './sender/sender.ts';
export * from './sender/http-sender.ts';
export { tlsProfileOf, type TlsProfile } from './sender/tls-profile.ts';
export * from './signing/sign-delivery.ts';
