import type { ContentWire } from "../content-wire.ts";

/** A text is the content itself; its styles travel in `propertyExt`. */
export const text: ContentWire<"text"> = {
  msgType: () => "webchat",
  quoteType: 1,
  toWire: (content) => content.text,
  propertyExt: ({ styles }) => ({
    color: -1,
    size: -1,
    type: 0,
    subType: 0,
    ext: JSON.stringify(
      styles === undefined || styles.length === 0
        ? { shouldParseLinkOrContact: 0 }
        : { styles, ver: 0, shouldParseLinkOrContact: 0 },
    ),
  }),
};
