import type { Answer, Exchange, Handler } from "#sandbox/types";
import type { CallEntry, World } from "#sandbox/world/index";
import { idFor, Random } from "#sandbox/world/random";
import { briefs } from "#sandbox/world/settings";
import { dayMs, formatTime, plainDate, startOfDay } from "#sandbox/world/time";
import { earliest, momentOf, rangeFault, refuse, say } from "./answer";

/** An answer reads at most so many calls and e-mails, the newest first. */
const mostCalls = 60;
const mostEmails = 500;

interface Material {
  readonly customerName: string;
  readonly calls: readonly CallEntry[];
  readonly emails: number;
}

/** The first day of the week (Monday), month, quarter or year in which a moment lies. */
const beginningOf = (period: string, now: number): number => {
  const today = plainDate(now);
  const [year = "", month = "01"] = today.split("-");
  if (period === "THIS_YEAR") return startOfDay(`${year}-01-01`);
  if (period === "THIS_MONTH") return startOfDay(`${year}-${month}-01`);
  if (period === "THIS_QUARTER") {
    const first = Math.floor((Number(month) - 1) / 3) * 3 + 1;
    return startOfDay(`${year}-${String(first).padStart(2, "0")}-01`);
  }
  const weekday = (new Date(`${today}T00:00:00Z`).getUTCDay() + 6) % 7;
  return startOfDay(today) - weekday * dayMs;
};

/** From when on conversations are read; a refusal when the period needs a date that is missing. */
const rangeOf = ({ query, now }: Exchange): { from: number; to: number } | Answer => {
  const { timePeriod = "" } = query;
  if (timePeriod === "CUSTOM_RANGE") {
    if (!query.fromDateTime) return refuse(400, "fromDateTime: must not be null when timePeriod is CUSTOM_RANGE");
    const from = momentOf(query.fromDateTime, earliest);
    const to = momentOf(query.toDateTime, now);
    const fault = rangeFault(from, to);
    return fault ? refuse(400, fault) : { from, to };
  }
  const days = /LAST_(\d+)_?DAYS/.exec(timePeriod)?.[1];
  if (days) return { from: now - Number(days) * dayMs, to: now };
  if (timePeriod.startsWith("LAST_YEAR")) return { from: now - 365 * dayMs, to: now };
  if (timePeriod === "ALL_CONVERSATIONS") return { from: earliest, to: now };
  return { from: beginningOf(timePeriod, now), to: now };
};

/** What there is to read about the entity, with the credits for it spent; a refusal when it is unknown or unpaid. */
const gather = (world: World, exchange: Exchange): Material | Answer => {
  const { workspaceId, crmEntityType, crmEntityId } = exchange.query;
  if (!world.workspaces.some(({ id }) => id === workspaceId))
    return refuse(404, `Workspace ID ${workspaceId} was not found`);
  const range = rangeOf(exchange);
  if (!("from" in range)) return range;
  const customer = world.customers.find(({ accountId, dealId, contacts }) => {
    if (crmEntityType === "ACCOUNT") return accountId === crmEntityId;
    if (crmEntityType === "DEAL") return dealId === crmEntityId;
    return contacts.some(({ crmId }) => crmId === crmEntityId);
  });
  if (!customer) return refuse(404, `${crmEntityType} ${crmEntityId} was not found`);
  const calls = world.callIndex
    .between("started", range.from, range.to)
    .filter(
      (call) =>
        call.visibleAt <= exchange.now &&
        call.workspaceId === workspaceId &&
        !call.isPrivate &&
        world.describeCall(call).customer.name === customer.name,
    )
    .slice(-mostCalls);
  const emails = Math.min(mostEmails, calls.length * 3);
  if (world.state.creditsSpent + calls.length + emails > world.options.credits) {
    return refuse(402, "Not enough AI credits");
  }
  world.state.creditsSpent += calls.length + emails;
  return { customerName: customer.name, calls, emails };
};

const findings = (world: World, calls: readonly CallEntry[]) =>
  calls.slice(-3).map((call) => {
    const { id, title, started, url } = world.describeCall(call).metaData;
    return { call: { id, title, started, url } };
  });

const emailFindings = (world: World, { customerName, emails }: Material) =>
  emails
    ? [
        {
          emails: [
            {
              id: idFor(world.seed, "email", customerName),
              title: `Quote for ${customerName}`,
              sentDateTime: formatTime(world.options.now - 6 * dayMs),
            },
          ],
        },
      ]
    : [];

export const ai: Record<string, Handler> = {
  "GET /v2/entities/ask-entity": (world, exchange) => {
    const material = gather(world, exchange);
    if (!("calls" in material)) return material;
    const { customerName, calls, emails } = material;
    const last = calls.at(-1);
    const brief = last ? world.describeCall(last).content.brief : undefined;
    return say({
      numOfCallsSearched: calls.length,
      numOfEmailsSearched: emails,
      answer: calls.length
        ? [
            {
              answerItems: [
                `${customerName} was last talked to on ${plainDate(last?.started ?? 0)}.`,
                ...(brief ? [brief] : []),
              ],
              callFindings: findings(world, calls),
              emailFindings: emailFindings(world, material),
            },
          ]
        : [],
    });
  },

  "GET /v2/entities/get-brief": (world, exchange) => {
    const { briefName, workspaceId } = exchange.query;
    const known = briefs(world.options, world.userIndex, world.workspaces).find(
      (brief) => brief.briefName === briefName && brief.workspaceId === workspaceId && brief.status === "Published",
    );
    if (!known) return refuse(404, `Brief ${briefName} was not found`);
    const material = gather(world, exchange);
    if (!("calls" in material)) return material;
    const { customerName, calls, emails } = material;
    const random = new Random(world.seed, "brief", customerName);
    return say({
      numOfCallsSearched: calls.length,
      numOfEmailsSearched: emails,
      briefSections: [
        {
          title: "Where the deal stands",
          sectionSummary: calls
            .slice(-2)
            .flatMap((call) => world.describeCall(call).content.keyPoints?.[0]?.text ?? []),
          briefSectionType: "Conversations",
          conversationFindings: {
            callFindings: findings(world, calls),
            emailFindings: emailFindings(world, material),
          },
        },
        {
          title: "The company",
          sectionSummary: [`${customerName} runs ${random.integer(1, 6)} plants.`],
          briefSectionType: "Web",
          webFindings: [{ domain: "news.example", title: `About ${customerName}`, url: "https://news.example/plants" }],
        },
      ],
    });
  },
};
