import { test } from './fixtures.ts';
import { tellStory } from './story.ts';

test('from the first run to the last word of the history, over a power cut', async ({
  page,
  console,
  defects,
}) => {
  test.setTimeout(180_000);
  defects.expectLostConsole();
  await tellStory({
    start: async () => {
      await page.goto(await console.start());
      return page;
    },
    kill: () => console.kill(),
  });
});
