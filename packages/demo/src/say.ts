import { approve, approveCommand } from "./pairing.ts";
import type { Scene } from "./scene.ts";
import type { Demo } from "./start-demo.ts";
import { type Heard, talk } from "./talk.ts";

export interface SayOptions {
  demo: Demo;
  scene: Scene;
  text: string;
  /** Approve the person when the bot asks for it, and write the text once more. */
  approve: boolean;
  /** Receives the exchange, a line or several at a time. */
  print(text: string): void;
  /** Receives why there is no answer, and what to do. */
  complain(text: string): void;
}

/** One exchange. True when the agent answered. */
export async function say(options: SayOptions): Promise<boolean> {
  const { demo, scene, text, print, complain } = options;
  const exchange = async (): Promise<Heard> => {
    print(`${scene.person.name}: ${text}`);
    const heard = await talk(scene, demo.gateway, text);
    if (heard.kind !== "nothing") for (const said of heard.texts) print(`${scene.bot.name}: ${said}`);
    return heard;
  };
  let heard = await exchange();
  if (heard.kind === "challenged" && !options.approve) {
    const again = heard.texts.length === 0 ? " The bot has said so before, and says it once an hour." : "";
    complain(`${scene.person.name} is not approved yet.${again} Approve with --say … --approve, or with`);
    complain(`  ${approveCommand(demo.folder, heard.code)}`);
    return false;
  }
  if (heard.kind === "challenged") {
    print(`$ openclaw pairing approve zalo ${heard.code}`);
    print(await approve(demo.gateway, "zalo", heard.code));
    heard = await exchange();
  }
  switch (heard.kind) {
    case "answer":
      if (demo.model?.asked !== 0) return true;
      complain("Something answered, but the model was never asked.");
      break;
    case "challenged":
      complain(`${scene.person.name} was approved, and the bot asks for approval again.`);
      break;
    case "nothing":
      complain(`No answer came within ${heard.afterMs / 1_000} s.`);
      break;
    default:
      heard satisfies never;
  }
  complain(`The gateway's log may tell more: ${demo.gateway.logFile}`);
  return false;
}
