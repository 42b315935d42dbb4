import { createHarness } from "@prismatic-io/spectral/dist/testing";
import { competitorMentions } from "./competitorMentions";
import { openGong } from "./gong";
import { screen } from "./screen";

/** Runs the demo with the built component. */
export const run = async (component: Parameters<typeof createHarness>[0], _names: readonly string[]): Promise<void> => {
  const gong = await openGong(process.env);
  const harness = createHarness(component);
  if (gong.isReal) screen.text(`Reading the real Gong at ${gong.name}. Nothing is written to it.`);
  try {
    await competitorMentions(harness, gong);
  } finally {
    await gong.close();
  }
  screen.title("What next");
  for (const line of [
    "npm run sandbox          a Gong on this machine to try requests against",
    "npm test                 everything that is promised, checked",
    "docs/reference           every action with its inputs and an example",
    ...(gong.isReal
      ? []
      : [
          "GONG_BASE_URL, GONG_ACCESS_KEY and GONG_ACCESS_KEY_SECRET in the environment, then npm start: a real Gong, read only",
        ]),
  ])
    screen.text(line);
  screen.blank();
};
