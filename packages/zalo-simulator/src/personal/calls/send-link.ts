import { z } from "zod";
import { definePair } from "../define-pair.ts";
import { checkLength, sendContent } from "../send-content.ts";
import { Count, defineCall, Id, invalidParams, type SessionCall } from "../web-call.ts";

const Page = z.url({ protocol: /^https?$/ });

/** What a page looks like from outside. Nobody is asked: the simulator takes it from the address. */
export const parseLink = defineCall({
  service: "file",
  path: "/api/message/parselink",
  params: z.looseObject({ link: z.string(), version: Count.optional() }),
  run: ({ params: { link } }) => {
    const href = URL.canParse(link) ? link : `https://${link}`;
    if (!Page.safeParse(href).success) throw invalidParams();
    const src = new URL(href).hostname;
    const media = { type: 0, count: 0, mediaTitle: "", artist: "", streamUrl: "", stream_icon: "" };
    const data = { thumb: "", title: src, desc: "", src, href, media, stream_icon: "" };
    return { data: { data, error_maps: {} } };
  },
});

/** A link with a preview, and words that contain it. */
export const sendLink: readonly SessionCall[] = definePair({
  direct: { service: "chat", path: "/api/message/link", to: "toId" },
  group: { service: "group", path: "/api/group/sendlink" },
  params: z.object({
    msg: z.string().min(1),
    href: Page,
    src: z.string(),
    title: z.string(),
    desc: z.string(),
    thumb: z.string(),
    type: z.literal([0, 2]),
    media: z.string(),
    clientId: Id,
    ttl: Count.default(0),
  }),
  run: (call, conversation) => {
    const { msg: text, href: url, title, desc: description, thumb } = call.params;
    checkLength(text);
    const seen = thumb === "" ? {} : { thumbUrl: thumb };
    const content = { kind: "link", url, title, description, text, ...seen } as const;
    return sendContent(call, conversation, content, { numberAs: "text" });
  },
});
