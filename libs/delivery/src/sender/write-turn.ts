/**
 * Collects what is to be written and does it once the event loop has read what had come by then.
 * Bounded by those who add, once per connection.
 */
export class WriteTurn {
  #writes: (() => void)[] = [];

  add(write: () => void): void {
    this.#writes.push(write);
    if (this.#writes.length === 1) setImmediate(() => this.#run());
  }

  #run(): void {
    const writes = this.#writes;
    this.#writes = [];
    for (const write of writes) write();
  }
}
