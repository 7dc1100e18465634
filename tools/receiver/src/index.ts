export { header } from './delivery-line.ts';
export { readBody } from './read-body.ts';
export { isSignedWith } from './signature.ts';
