import type { Handler } from "#sandbox/types";
import type { World } from "#sandbox/world/index";
import { idFor, Random } from "#sandbox/world/random";
import { setUpAt } from "#sandbox/world/settings";
import { dayMs, formatTime, hourMs, minuteMs } from "#sandbox/world/time";
import { list, momentOf, rangeFault, refuse } from "./answer";

/** How often each kind of thing happens at Northwind Robotics: about once in so many milliseconds. */
const everyMs: Readonly<Record<string, number>> = {
  AccessLog: 37 * minuteMs,
  UserActivityLog: 53 * minuteMs,
  UserCallPlay: 29 * minuteMs,
  ExternallySharedCallAccess: 6 * hourMs,
  ExternallySharedCallPlay: 9 * hourMs,
};

const accessLogKeptMs = 14 * dayMs;

const recordOf = (world: World, logType: string, random: Random): Record<string, unknown> => {
  const callId = world.calls.length ? random.pick(world.calls).id : null;
  switch (logType) {
    case "AccessLog":
      return {
        action: random.pick(["LOGIN", "LOGOUT"]),
        ipAddress: `203.0.113.${random.integer(1, 254)}`,
        success: true,
      };
    case "UserActivityLog":
      return { action: random.pick(["TRACKER_UPDATED", "USER_EDITED", "CALL_SHARED"]), details: { callId } };
    case "UserCallPlay":
      return { callId, playedSeconds: random.integer(20, 900) };
    case "ExternallySharedCallAccess":
      return { callId, sharedWith: `guest${random.integer(1, 40)}@lumenfoods.example` };
    default:
      return {
        callId,
        sharedWith: `guest${random.integer(1, 40)}@lumenfoods.example`,
        playedSeconds: random.integer(5, 600),
      };
  }
};

export const logs: Record<string, Handler> = {
  "GET /v2/logs": (world, { query, now }) => {
    const { logType = "" } = query;
    const step = everyMs[logType];
    if (step === undefined) return refuse(400, `logType: ${logType} is not a type of log`);
    const from = momentOf(query.fromDateTime, Number.NaN);
    const to = momentOf(query.toDateTime, now);
    const fault = rangeFault(from, to);
    if (fault) return refuse(400, fault);
    const kept =
      logType === "AccessLog" ? Math.max(from, now - accessLogKeptMs) : Math.max(from, setUpAt(world.options));
    const last = Math.min(to, now);
    const first = Math.floor(kept / step);
    const numbers = Array.from({ length: Math.max(0, Math.ceil(last / step) - first) }, (_, at) => first + at);
    const timeOf = (number: number) => number * step + new Random(world.seed, logType, number).integer(0, step - 1);
    const entries = numbers.map((number) => ({ number, time: timeOf(number) }));
    const inRange = entries.filter(({ time }) => time >= kept && time < last);
    return list(inRange, ({ number, time }) => {
      const random = new Random(world.seed, logType, number, "entry");
      const user = random.pick(world.users);
      const isImpersonated = random.chance(0.03);
      return {
        userId: user.id,
        userEmailAddress: user.emailAddress,
        userFullName: world.fullName(user),
        impersonatorUserId: isImpersonated ? idFor(world.seed, "impersonator") : null,
        impersonatorEmailAddress: isImpersonated ? "support@gong.example" : null,
        impersonatorFullName: isImpersonated ? "Gong Support" : null,
        impersonatorCompanyId: isImpersonated ? idFor("gong") : null,
        eventTime: formatTime(time),
        logRecord: recordOf(world, logType, random),
      };
    });
  },
};
