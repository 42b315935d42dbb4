import { simulateWorlds, worldsOf } from "./pollingWorlds";
import { minuteMs } from "./syntheticGong";

simulateWorlds([
  ...worldsOf(10_000),
  { callsADay: 10_000, seed: 1, isDirty: true, everyMs: 15 * minuteMs },
  { callsADay: 10_000, seed: 1, isDirty: true, everyMs: 60 * minuteMs },
]);
