/** What clients find as `content` of everything but texts and stickers; zca-js TAttachmentContent. */
export interface Attachment {
  title: string;
  description: string;
  href: string;
  thumb: string;
  childnumber: number;
  action: string;
  /** JSON. */
  params: string;
  type: string;
}

/** An attachment with only what is said; `params` becomes JSON. */
export const attachment = ({
  params = {},
  ...said
}: Partial<Omit<Attachment, "params">> & { params?: object }): Attachment => ({
  title: "",
  description: "",
  href: "",
  thumb: "",
  childnumber: 0,
  action: "",
  type: "",
  ...said,
  params: JSON.stringify(params),
});
