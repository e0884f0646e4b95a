/** What an agent, a tool or an operator wants said, before it becomes messages of a platform. */
export interface Said {
  text: string;
  media: readonly MediaSource[];
  /** Pictures and voices are to go as files, too, in full quality. */
  asFile?: boolean;
  /** Id of the message that it answers, when that is to be quoted. */
  replyTo?: string;
}

/** A picture, a voice message or a file that is to be sent. */
export interface MediaSource {
  /** An http(s), data or file address, or a path that the gateway lets its agents read. */
  source: string;
  /** What people should see as its name; absent when the source's own is good enough. */
  name?: string;
}
