/** The same event is being processed elsewhere: answer 5xx, so that it is delivered again. */
export class DeliveryInProgressError extends Error {
  override readonly name = 'DeliveryInProgressError';
  readonly id: string;

  constructor(id: string) {
    super(`the event ${id} is being processed already`);
    this.id = id;
  }
}
