import { parse } from "csv-parse/sync";
import type { Handler } from "#sandbox/types";
import type { World } from "#sandbox/world/index";
import { idFor } from "#sandbox/world/random";
import { setUpAt } from "#sandbox/world/settings";
import { formatTime } from "#sandbox/world/time";
import { list, refuse, say } from "./answer";

const mostRows = 10_000;

const targetsOf = (world: World, workspaceId: string | undefined) =>
  world.workspaces.some(({ id }) => id === workspaceId)
    ? ["Quarterly bookings", "Demos held"].map((name, number) => ({
        id: idFor(world.seed, "target", workspaceId ?? "", number),
        name,
        description: number ? null : "New bookings of the quarter.",
        type: "MANUAL",
        unit: number ? "COUNT" : "CURRENCY",
        hierarchyType: "USER",
        createdDateTime: formatTime(setUpAt(world.options)),
      }))
    : [];

/** The rows of a CSV file without its header; undefined when it cannot be read. */
const rowsOf = (bytes: Buffer): number | undefined => {
  try {
    const rows: unknown[] = parse(bytes, { skip_empty_lines: true, bom: true });
    return Math.max(0, rows.length - 1);
  } catch {
    return undefined;
  }
};

export const targets: Record<string, Handler> = {
  "GET /v2/targets": (world, { query }) => list(targetsOf(world, query.workspaceId), (target) => target),

  "POST /v2/targets/{targetId}/assignments": (world, { path: { targetId = "" }, query, file }) => {
    if (!targetsOf(world, query.workspaceId).some(({ id }) => id === targetId)) {
      return refuse(400, `Target ID ${targetId} was not found`);
    }
    if (!file?.bytes?.length) return refuse(400, "file part is missing or empty");
    const rows = rowsOf(file.bytes);
    if (rows === undefined) return refuse(400, "file: is not CSV");
    if (rows === 0) return refuse(400, "file: has no rows below its header");
    if (rows > mostRows) return refuse(400, `file: has more than ${mostRows} rows`);
    const validateOnly = query.validateOnly === "true";
    world.state.targetUploads.push({ targetId, rows, validateOnly });
    return say({ rows, validateOnly });
  },
};
