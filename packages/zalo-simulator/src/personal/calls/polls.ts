import { z } from "zod";
import type { Poll } from "../../world/polls.ts";
import { WorldError } from "../../world/world-error.ts";
import { groupOf } from "../recipient.ts";
import { post } from "../send-content.ts";
import { type CallResult, Count, defineCall, Id, invalidParams, type WebCall } from "../web-call.ts";

/** A question to a group, which everybody in it finds in the chat. */
export const createPoll = defineCall({
  service: "group",
  path: "/api/poll/create",
  params: z.looseObject({
    group_id: Id,
    question: z.string().min(1),
    options: z.array(z.string().min(1)).min(2),
    expired_time: Count.min(0),
    allow_multi_choices: z.boolean(),
    allow_add_new_option: z.boolean(),
    is_hide_vote_preview: z.boolean(),
    is_anonymous: z.boolean(),
    poll_type: z.literal(0),
  }),
  run: (call) => {
    const { owner: creator, params, parts } = call;
    const { question, options, expired_time: endsAt } = params;
    const group = groupOf(call, params.group_id);
    const isSensible = new Set(options).size === options.length && (endsAt === 0 || endsAt > Date.now());
    if (!isSensible) throw invalidParams();
    const poll = parts.world.polls.create({
      group,
      creator,
      question,
      options,
      allowsSeveral: params.allow_multi_choices,
      allowsNewOptions: params.allow_add_new_option,
      hidesVotes: params.is_hide_vote_preview,
      isAnonymous: params.is_anonymous,
      endsAt,
    });
    const { conversation } = group;
    const content = { kind: "poll", pollId: poll.id, question, options } as const;
    post(call, { from: creator, conversation, content, mentions: [], ttl: 0 });
    return detail(call, poll);
  },
});

/** A poll with its votes, as far as the owner may see it. */
export const pollDetail = defineCall({
  service: "group",
  path: "/api/poll/detail",
  params: z.looseObject({ poll_id: Count }),
  run: (call) => {
    const poll = call.parts.world.polls.get(call.params.poll_id);
    if (poll === undefined || !poll.group.members.includes(call.owner)) throw invalidParams();
    return detail(call, poll);
  },
});

/** The owner chooses; no option takes the vote back. */
export const votePoll = defineCall({
  service: "group",
  path: "/api/poll/vote",
  params: z.looseObject({ poll_id: Count, option_ids: z.array(Count) }),
  run: (call) => {
    const { owner, params, parts } = call;
    const poll = orRefused(() => parts.world.polls.vote(owner, params.poll_id, params.option_ids));
    return { data: { options: detailOf(poll, owner.uid).options } };
  },
});

/** The owner ends a poll of their own. */
export const endPoll = defineCall({
  service: "group",
  path: "/api/poll/end",
  params: z.looseObject({ poll_id: Count }),
  run: ({ owner, params, parts }) => {
    orRefused(() => parts.world.polls.close(owner, params.poll_id));
    return { data: "" };
  },
});

const detail = ({ owner }: WebCall<unknown>, poll: Poll): CallResult => ({ data: detailOf(poll, owner.uid) });

/** A poll as clients get it; zca-js PollDetail. */
function detailOf(poll: Poll, viewerUid: string) {
  const votes = [...poll.votes].filter(([, chosen]) => chosen.length > 0);
  return {
    creator: poll.creator.uid,
    question: poll.question,
    options: poll.options.map((content, at) => {
      const voters = votes.filter(([, chosen]) => chosen.includes(at + 1)).map(([{ uid }]) => uid);
      return {
        option_id: at + 1,
        content,
        votes: voters.length,
        voted: voters.includes(viewerUid),
        voters: poll.isAnonymous ? [] : voters,
      };
    }),
    joined: votes.some(([{ uid }]) => uid === viewerUid),
    closed: poll.closed,
    poll_id: poll.id,
    allow_multi_choices: poll.allowsSeveral,
    allow_add_new_option: poll.allowsNewOptions,
    is_anonymous: poll.isAnonymous,
    poll_type: 0,
    created_time: poll.createdAt,
    updated_time: poll.createdAt,
    expired_time: poll.endsAt,
    is_hide_vote_preview: poll.hidesVotes,
    num_vote: votes.length,
  };
}

function orRefused<T>(act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw error instanceof WorldError ? invalidParams() : error;
  }
}
