import nock from "nock";
import { tokenConnectionTo } from "../../support/component";
import { act, useSandbox } from "../../support/door";

const sandbox = useSandbox({ world: { calls: 3 } });
afterAll(() => nock.restore());

it("refuses a file of more than 100 MB that announces no size", async () => {
  const { id: callId } = sandbox.world.addCall({ isPrivate: false, visibleAt: 0, partsVisibleAt: 0 });
  nock("https://media.gong.example")
    .get(/.*/)
    .query(true)
    .reply(200, Buffer.alloc(100 * 1024 * 1024 + 1));
  const inputs = { connection: tokenConnectionTo(sandbox), callId, as: "file" };
  await expect(act(sandbox, "getCallMedia", inputs)).rejects.toThrow(/more than 100 MB/);
});
