import { dueAt, leave, newPace, noteTime, type Pace, queueUp, start, type Turn } from "./pace";

const paces = new Map<string, Pace>();
const mostPaces = 200;

/** The pace that all clients of this process share for one Gong account. */
export const paceOf = (identity: string): Pace => {
  const pace = paces.get(identity) ?? newPace();
  paces.delete(identity);
  paces.set(identity, pace);
  for (const oldest of paces.keys()) {
    if (paces.size <= mostPaces) break;
    paces.delete(oldest);
  }
  return pace;
};

/**
 * Waits for a turn and starts it.
 * @returns the turn, or undefined as soon as it is clear that it would come after `deadline` (milliseconds since 1970).
 */
export const takeTurn = async (pace: Pace, deadline: number, isUrgent?: boolean): Promise<Turn | undefined> => {
  noteTime(pace, Date.now());
  const turn = queueUp(pace, Date.now(), isUrgent);
  for (;;) {
    const now = Date.now();
    const due = dueAt(pace, turn, now);
    if (due <= now) break;
    if (due > deadline) {
      leave(pace, turn);
      return undefined;
    }
    await new Promise((resolve) => setTimeout(resolve, Math.ceil(due - now)));
  }
  start(pace, turn, Date.now());
  return turn;
};
