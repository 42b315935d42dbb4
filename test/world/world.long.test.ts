import { createWorld } from "#sandbox/world/index";
import { question } from "./worldQuestions";

test("Fifty thousand calls and twenty thousand users have ids of their own and are cheap to page through.", () => {
  const world = createWorld({ calls: 50_000, users: 20_000 });
  expect(new Set(world.calls.map(({ id }) => id)).size).toBe(50_000);
  expect(new Set(world.users.map(({ id }) => id)).size).toBe(20_000);
  expect(new Set(world.users.map(({ emailAddress }) => emailAddress)).size).toBe(20_000);
  const answer = question(world, "POST /v2/calls/extensive", { body: { filter: {} } });
  expect("list" in answer && answer.list.length).toBe(50_000);
  const page = "list" in answer ? answer.list.slice(49_900, 50_000) : [];
  expect(page).toHaveLength(100);
});
