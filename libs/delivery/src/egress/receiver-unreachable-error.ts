/** A proxy works and says that it cannot reach a receiver. */
export class ReceiverUnreachableError extends Error {
  readonly errorClass: 'connect_refused' | 'connect_timeout' | 'dns';

  constructor(errorClass: ReceiverUnreachableError['errorClass'], message: string) {
    super(message);
    this.errorClass = errorClass;
  }
}
