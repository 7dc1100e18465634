import { boxProblems } from './box-problems.ts';
import type { ConsoleFixture } from './fixture.ts';
import { prepareViews, type View } from './views.ts';
import { phone, type Visitor } from './visitor.ts';

const wide = { width: 1920, height: 1080 } as const;

/** How a person may have the console before them. */
interface Look {
  readonly locale: string;
  readonly colorScheme: 'light' | 'dark';
  readonly viewport: { readonly width: number; readonly height: number };
}

/** Shows every view in these looks, and says of each what does not fit. directory: where pictures go. */
export async function takePictures(
  fixture: ConsoleFixture,
  asked: readonly Look[],
  directory: string | null,
): Promise<{ readonly pictures: number; readonly problems: readonly string[] }> {
  const views = await prepareViews(fixture);
  const problems: string[] = [];
  let pictures = 0;
  for (const look of asked) {
    await using visitor = await fixture.open({ ...look });
    const { locale, colorScheme, viewport } = look;
    const take = async (name: string): Promise<void> => {
      const file = `${name}-${locale}-${colorScheme}-${viewport.width}`;
      problems.push(...(await boxProblems(visitor.page)).map((problem) => `${file}: ${problem}`));
      if (directory === null) return;
      await visitor.page.screenshot({ path: `${directory}/${file}.png`, fullPage: true });
      pictures += 1;
    };
    await take('sign-in');
    await visitor.signIn(fixture.token);
    for (const view of views) {
      await showView(visitor, view);
      await take(view.name);
    }
  }
  return { pictures, problems };
}

/** Goes to a view, from whatever was there before. */
export async function showView(visitor: Visitor, { hash, open }: View): Promise<void> {
  if (await visitor.page.locator('dialog').count()) await visitor.page.keyboard.press('Escape');
  await visitor.goTo('#/nowhere');
  await visitor.goTo(hash);
  await open?.(visitor);
  await visitor.settle();
}

/** Both languages, light and dark, on a phone and on a wide screen. */
export function looks(): Look[] {
  return ['en', 'pt-BR'].flatMap((locale) =>
    (['light', 'dark'] as const).flatMap((colorScheme) =>
      [phone, wide].map((viewport) => ({ locale, colorScheme, viewport })),
    ),
  );
}
