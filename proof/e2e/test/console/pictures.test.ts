import { expect } from 'chai';

import { startConsole, type ConsoleFixture } from './fixture.ts';
import { takePictures } from './pictures.ts';
import { phone } from './visitor.ts';

/** `npm run pictures` looks at them in every way. */
describe('What the console shows on a phone', () => {
  let fixture: ConsoleFixture;

  before(async function () {
    const started = await startConsole();
    if (started === null) this.skip();
    fixture = started;
  });

  after(() => fixture?.[Symbol.asyncDispose]());

  it('fits: nothing scrolls sideways, is cut off, or lies over something else', async () => {
    const look = { locale: 'pt-BR', colorScheme: 'light', viewport: phone } as const;
    const { problems } = await takePictures(fixture, [look], null);
    expect(problems).to.deep.equal([]);
  }).timeout(120_000);
});
