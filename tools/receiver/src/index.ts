export { deliveryLine } from './delivery-line.ts';
export { readBody } from './read-body.ts';
export { eventType, type ReceivedDelivery, type SignatureCheck } from './received-delivery.ts';
export { startReceiver, type Receiver, type ReceiverOptions } from './receiver.ts';
