import { z } from "zod";
import { NO_REACTION, reactionNumber } from "../../world/reaction-icons.ts";
import { definePair } from "../define-pair.ts";
import { messageIn } from "../recipient.ts";
import { parsed } from "../text-properties.ts";
import { Count, Id, invalidParams, type SessionCall } from "../web-call.ts";

const Said = z.looseObject({
  rMsg: z.array(z.looseObject({ gMsgID: Id, cMsgID: Id, msgType: Count })).min(1),
  rIcon: z.string(),
  rType: Count,
  source: Count,
});

/** Reactions to messages, or the taking back of them. */
export const react: readonly SessionCall[] = definePair({
  direct: { service: "reaction", path: "/api/message/reaction", to: "toid" },
  group: { service: "reaction", path: "/api/group/reaction" },
  params: z.object({ react_list: z.array(z.looseObject({ message: z.string(), clientId: Id })).min(1) }),
  run: (call, conversation) => {
    const { owner, params, parts } = call;
    const reactions = params.react_list.flatMap(({ message }) => {
      const said = Said.safeParse(parsed(message));
      if (!said.success || !isTrue(said.data)) throw invalidParams();
      const { rIcon: icon, rType } = said.data;
      return said.data.rMsg.map(({ gMsgID, cMsgID }) => {
        const { msgId, cliMsgId } = messageIn(call, conversation, gMsgID);
        if (cliMsgId !== cMsgID) throw invalidParams();
        return { msgId, icon: rType === NO_REACTION ? "" : icon, rType };
      });
    });
    for (const { msgId, ...reaction } of reactions) parts.world.responses.reactAs(owner, msgId, reaction);
    return { data: { msgIds: JSON.stringify(reactions.map(({ msgId }) => Number(msgId))) } };
  },
});

/** Whether code and number belong together. A code that nobody knows may have any number. */
function isTrue({ rIcon, rType }: z.infer<typeof Said>): boolean {
  if (rType === NO_REACTION) return true;
  const known = reactionNumber(rIcon);
  return rIcon !== "" && rType >= 0 && (known === undefined || known === rType);
}
