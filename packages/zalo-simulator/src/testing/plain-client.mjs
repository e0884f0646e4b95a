// A program that knows nothing of any simulator: logs in with the credentials on its standard input, hears one
// message, answers it, and says on its standard output what it heard.
import { text } from "node:stream/consumers";
import { ThreadType, Zalo } from "zca-js";

const credentials = JSON.parse(await text(process.stdin));
const api = await new Zalo({ checkUpdate: false, logging: false }).login(credentials);
api.listener.on("message", async ({ data, threadId }) => {
  await api.sendMessage(`Nghe rồi: ${data.content}`, threadId, ThreadType.User);
  api.listener.once("closed", () =>
    console.log(JSON.stringify({ uid: api.getOwnId(), heard: data.content })),
  );
  api.listener.stop();
});
api.listener.start();
