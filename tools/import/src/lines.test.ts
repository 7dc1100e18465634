import { expect } from 'chai';
import fc from 'fast-check';

import { readLines, type Line } from './lines.ts';

describe('readLines', () => {
  it('cuts at newlines, wherever the chunks end', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.string({ maxLength: 20 }).map((text) => text.replaceAll('\n', '')),
          {
            minLength: 1,
          },
        ),
        fc.integer({ min: 1, max: 50 }),
        async (texts, chunkSize) => {
          const lines = await linesOf(`${texts.join('\n')}\n`, chunkSize, 1_000);
          expect(lines.map((line) => line.bytes?.toString())).to.deep.equal(texts);
          expect(lines.map((line) => line.number)).to.deep.equal(texts.map((_, at) => at + 1));
        },
      ),
    );
  });

  it('takes a last line without a newline', async () => {
    const lines = await linesOf('one\ntwo', 3, 100);
    expect(lines.map((line) => line.bytes?.toString())).to.deep.equal(['one', 'two']);
  });

  it('finds no line in an empty file', async () => {
    expect(await linesOf('', 3, 100)).to.deep.equal([]);
  });

  it('says that a line is too long, and goes on after it', async () => {
    const lines = await linesOf(`${'x'.repeat(5)}\n${'y'.repeat(6)}\nz\n`, 2, 5);
    expect(lines.map((line) => line.bytes?.toString() ?? null)).to.deep.equal(['xxxxx', null, 'z']);
    expect(lines.map((line) => line.number)).to.deep.equal([1, 2, 3]);
  });
});

async function linesOf(text: string, chunkSize: number, maxBytes: number) {
  const bytes = Buffer.from(text);
  async function* chunks() {
    for (let start = 0; start < bytes.length; start += chunkSize) {
      yield bytes.subarray(start, start + chunkSize);
    }
  }
  const lines: Line[] = [];
  for await (const group of readLines(chunks(), maxBytes)) lines.push(...group);
  return lines;
}
