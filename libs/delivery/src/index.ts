export * from './headers/delivery-headers.ts';
export * from './policy/index.ts';
export * from './sender/sender.ts';
export * from './signing/sign-delivery.ts';
