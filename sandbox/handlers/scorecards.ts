import type { Handler } from "#sandbox/types";
import type { CallEntry, World } from "#sandbox/world/index";
import { idFor, Random } from "#sandbox/world/random";
import { questionId, revisionId, scorecardDefinitions, scorecardId } from "#sandbox/world/settings";
import { formatTime, hourMs, startOfDay } from "#sandbox/world/time";
import { bodyOf, earliest, latest, list, refuse } from "./answer";

interface ScorecardFilter {
  callFromDate?: string;
  callToDate?: string;
  reviewFromDate?: string;
  reviewToDate?: string;
  reviewMethod?: "AUTOMATIC" | "MANUAL" | "BOTH";
  reviewedUserIds?: string[];
  scorecardIds?: string[];
}

/** One answered scorecard; `reviewedAt` in milliseconds since 1970. */
interface Review {
  readonly call: CallEntry;
  readonly name: string;
  readonly method: "MANUAL" | "AUTOMATIC";
  readonly reviewedAt: number;
}

/** The reviews of a call: a quarter are reviewed by people within three days, a third by Gong within the hour. */
const reviewsOf = (world: World, call: CallEntry): Review[] => {
  const random = new Random(world.seed, "reviews", call.index);
  const [manual, automatic] = scorecardDefinitions;
  const afterHours = (hours: number) => Math.round(call.visibleAt + hours * hourMs);
  const isReviewed = random.chance(0.25);
  const reviewedAt = afterHours(1 + random.next() * 71);
  const isAnswered = random.chance(0.33);
  return [
    ...(isReviewed ? [{ call, name: manual.name, method: manual.reviewMethod, reviewedAt }] : []),
    ...(isAnswered
      ? [{ call, name: automatic.name, method: automatic.reviewMethod, reviewedAt: afterHours(random.next()) }]
      : []),
  ];
};

const describe = (world: World, { call, name, method, reviewedAt }: Review) => {
  const { seed } = world;
  const random = new Random(seed, "review", call.index, name);
  const reviewer = random.pick(world.users.slice(0, 3)).id;
  const question = (number: number, isOverall: boolean) => ({
    questionId: questionId(seed, name, number),
    questionRevisionId: revisionId(seed, name, number),
    isOverall,
    score: isOverall ? random.integer(1, 5) : null,
    answerText: isOverall && method === "MANUAL" ? "Calm and well prepared." : null,
    notApplicable: false,
    selectedOptions: isOverall ? null : [random.pick(["Yes", "No"])],
  });
  return {
    answeredScorecardId: idFor(seed, "answered scorecard", call.id, name, reviewedAt),
    scorecardId: scorecardId(seed, name),
    scorecardName: name,
    callId: call.id,
    callStartTime: formatTime(call.started),
    reviewedUserId: call.primaryUserId,
    reviewerUserId: method === "MANUAL" ? reviewer : null,
    reviewMethod: method,
    editorUserId: null,
    reviewTime: formatTime(reviewedAt),
    visibilityType: method === "MANUAL" ? random.pick(["PUBLIC", "MANAGERS_AND_REVIEWEE"]) : "PUBLIC",
    answers: [question(0, true), question(1, false)],
  };
};

/** The moment at which a day starts, or the other moment when no day is given. */
const dayOf = (date: string | undefined, otherwise: number): number => (date ? startOfDay(date) : otherwise);

export const scorecards: Record<string, Handler> = {
  "POST /v2/stats/activity/scorecards": (world, exchange) => {
    const { filter } = bodyOf<{ filter: ScorecardFilter }>(exchange);
    const callFrom = dayOf(filter.callFromDate, earliest);
    const callTo = dayOf(filter.callToDate, latest);
    const reviewFrom = dayOf(filter.reviewFromDate, earliest);
    const reviewTo = dayOf(filter.reviewToDate, latest);
    if ([callFrom, callTo, reviewFrom, reviewTo].some(Number.isNaN)) {
      return refuse(400, "filter: dates must have the format YYYY-MM-DD");
    }
    if (callFrom >= callTo) return refuse(400, "filter.callFromDate: must be before callToDate");
    if (reviewFrom >= reviewTo) return refuse(400, "filter.reviewFromDate: must be before reviewToDate");
    const { reviewMethod = "MANUAL" } = filter;
    const ids = filter.scorecardIds?.length ? new Set(filter.scorecardIds) : undefined;
    const users = filter.reviewedUserIds?.length ? new Set(filter.reviewedUserIds) : undefined;
    const added = world.state.scorecards.flatMap((one): Review[] => {
      const call = world.findCall(one.callId);
      return call ? [{ call, name: one.scorecardName, method: one.reviewMethod, reviewedAt: one.reviewedAt }] : [];
    });
    const madeUp = world.callIndex
      .between("started", callFrom, callTo)
      .filter((call) => call.isMadeUp && call.visibleAt <= exchange.now)
      .flatMap((call) => reviewsOf(world, call));
    const reviews = [...madeUp, ...added].filter(
      ({ call, name, method, reviewedAt }) =>
        reviewedAt <= exchange.now &&
        reviewedAt >= reviewFrom &&
        reviewedAt < reviewTo &&
        call.started >= callFrom &&
        call.started < callTo &&
        (reviewMethod === "BOTH" || reviewMethod === method) &&
        (!ids || ids.has(scorecardId(world.seed, name))) &&
        (!users || users.has(call.primaryUserId)),
    );
    reviews.sort((one, other) => one.reviewedAt - other.reviewedAt);
    return list(reviews, (review) => describe(world, review));
  },
};
