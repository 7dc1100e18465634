import type { DiskFile, DiskOp } from './recording.ts';

/** What a disk may do with what was written and not synced when the power goes. */
export const losses = ['dropped', 'kept', 'torn', 'reordered', 'cut'] as const;
export type Loss = (typeof losses)[number];

/** The contents of both files. */
export type DiskImage = Readonly<Record<DiskFile, Buffer>>;

/** Disks write these units whole, older and newer ones. */
const SECTORS = [512, 4096] as const;

/** The files as they may be found when the power went at a moment. */
export function imageAt(
  base: DiskImage,
  ops: readonly DiskOp[],
  atTimeS: number,
  loss: Loss,
  random: () => number,
): DiskImage {
  const fileAt = (file: DiskFile): Buffer => {
    const own = ops.filter((op) => op.file === file && op.startedS < atTimeS);
    // A sync vouches for what was written before it began, once it has returned.
    const syncedS = Math.max(
      -Infinity,
      ...own.flatMap((op) => (op.kind === 'sync' && op.endedS < atTimeS ? [op.startedS] : [])),
    );
    const isSafe = (op: DiskOp): boolean => op.endedS <= syncedS;
    const content = new FileContent(base[file]);
    for (const op of own.filter(isSafe)) content.apply(op);
    lose(
      own.filter((op) => !isSafe(op)),
      loss,
      content,
      random,
    );
    return content.bytes;
  };
  return { database: fileAt('database'), wal: fileAt('wal') };
}

function lose(
  pending: readonly DiskOp[],
  loss: Loss,
  content: FileContent,
  random: () => number,
): void {
  const sector = SECTORS[random() < 0.5 ? 0 : 1];
  const cutAt = Math.floor(random() * (pending.length + 1));
  pending.forEach((op, at) => {
    switch (loss) {
      case 'dropped':
        return;
      case 'kept':
        return content.apply(op);
      case 'torn':
        return content.applySectors(op, sector, () => random() < 0.5);
      case 'reordered':
        return random() < 0.5 ? content.apply(op) : undefined;
      case 'cut':
        if (at < cutAt) content.apply(op);
        if (at === cutAt) content.applySectors(op, sector, () => random() < 0.5);
    }
  });
}

/** A file that grows as it is written. */
class FileContent {
  #bytes: Buffer;
  #size: number;

  constructor(base: Buffer) {
    this.#bytes = Buffer.from(base);
    this.#size = base.length;
  }

  get bytes(): Buffer {
    return this.#bytes.subarray(0, this.#size);
  }

  apply(op: DiskOp): void {
    if (op.kind === 'write') this.#write(op.offset, op.data);
    else if (op.kind === 'truncate') this.#resize(op.size);
  }

  /** Writes the sectors that are chosen; what is no write is done whole or not. */
  applySectors(op: DiskOp, sector: number, isChosen: () => boolean): void {
    if (op.kind !== 'write') {
      if (isChosen()) this.apply(op);
      return;
    }
    const { offset, data } = op;
    for (let from = 0; from < data.length;) {
      const to = Math.min(data.length, from + sector - ((offset + from) % sector));
      if (isChosen()) this.#write(offset + from, data.subarray(from, to));
      from = to;
    }
  }

  #write(offset: number, data: Buffer): void {
    const end = offset + data.length;
    if (end > this.#size) this.#resize(end);
    data.copy(this.#bytes, offset);
  }

  #resize(size: number): void {
    if (size > this.#bytes.length) {
      this.#bytes = Buffer.concat([this.#bytes, Buffer.alloc(size * 2 - this.#bytes.length)]);
    }
    if (size < this.#size) this.#bytes.fill(0, size, this.#size);
    this.#size = size;
  }
}
