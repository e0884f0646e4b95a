import type { Group } from "zalo-simulator/world/group";
import type { Person } from "zalo-simulator/world/person";
import type { World } from "zalo-simulator/world/world";
import type { Neighbourhood } from "./neighbourhood.ts";

/** Has everything happen that a phone can show, so that one can look at it. */
export async function livelyWorld({
  zalo,
  bot,
  an,
  lan,
  owner,
  group,
  botCalls,
}: Neighbourhood): Promise<void> {
  const { samples } = zalo.media;
  an.says(bot, "xin chào");
  await botCalls("sendMessage", { chat_id: an.id, text: CHALLENGE });
  an.says(bot, "thực đơn hôm nay?");
  await botCalls("sendMessage", { chat_id: an.id, parse_mode: "markdown", text: MENU });
  an.sends(bot, { kind: "image", url: samples["photo.jpg"], caption: "món này à?" });
  an.sends(bot, { kind: "voice", url: samples["voice.aac"] });
  await botCalls("sendPhoto", { chat_id: an.id, photo: samples["photo.png"], caption: "Món này ạ" });
  an.sends(bot, { kind: "sticker", id: "bfe458bf64fa8da4d4eb", url: samples["sticker.webp"] });

  const asked = an.writes(owner, "Anh ơi còn phòng không?");
  owner.receives(asked);
  owner.sees(asked);
  owner.reacts(asked, "/-heart");
  owner.writes(an, ROOMS, { quote: asked });
  an.recalls(an.writes(owner, "nhầm"));
  owner.writes(an, { kind: "file", url: samples["page.pdf"], name: "bang-gia-2026.pdf", size: 48_213 });
  owner.writes(an, {
    kind: "link",
    url: "https://example.org",
    title: "Khách sạn Hoa",
    description: "Phòng đẹp, giá tốt",
    text: "Xem nhé https://example.org",
  });
  owner.writes(an, { kind: "location", latitude: 10.7769, longitude: 106.7009 });
  owner.writes(an, { kind: "card", uid: lan.uid, name: lan.name, phone: "84901234567" });

  const together = ["photo.jpg", "photo.png", "photo.jpg"] as const;
  for (const [index, name] of together.entries()) {
    const album = { id: "1", index, total: together.length };
    const caption = index === 0 ? { caption: "Ba căn còn trống" } : {};
    owner.writesIn(group, { kind: "image", url: samples[name], album, ...caption });
  }
  lan.writesIn(group, { kind: "gif", url: samples["moving.gif"], width: 80, height: 60 });
  lan.writesIn(group, {
    kind: "video",
    url: "https://example.org/sanh.mp4",
    thumbUrl: samples["photo.jpg"],
    durationMs: 12_000,
    width: 640,
    height: 360,
    caption: "Sảnh mới",
  });
  owner.writesIn(group, pollOf(zalo.world, owner, group));
  const meeting = lan.writesIn(group, "@Nguyễn Văn An mấy giờ họp?", { mentions: [an] });
  an.writesIn(group, "@Bot Shop nhắc giúp lịch họp");
  await botCalls("sendMessage", {
    chat_id: group.id,
    parse_mode: "markdown",
    text: "Họp lúc **19h** hôm nay.",
  });
  await botCalls("sendSticker", { chat_id: group.id, sticker: "bfe458bf64fa8da4d4eb" });
  owner.reacts(meeting, "/-strong");
  an.reacts(meeting, ":>");
}

/** A question to the group, as a content of a message. */
export function pollOf(world: World, creator: Person, group: Group) {
  const [question, options] = ["Họp lúc mấy giờ?", ["19h", "20h", "Chủ nhật"]];
  const { id: pollId } = world.polls.create({
    group,
    creator,
    question,
    options,
    allowsSeveral: false,
    allowsNewOptions: false,
    hidesVotes: false,
    isAnonymous: false,
    endsAt: 0,
  });
  return { kind: "poll" as const, pollId, question, options };
}

/** What the bot says to somebody who has to be approved. Its last line is the command. */
export const CHALLENGE = [
  "Bạn chưa được phép trò chuyện với bot này. Hãy gửi mã dưới đây cho chủ bot để được duyệt.",
  "Mã có hiệu lực trong một giờ.",
  "",
  "Mã ghép nối:",
  "AB12CD34",
  "",
  "Chủ bot duyệt bằng lệnh:",
  "openclaw pairing approve zalo AB12CD34",
].join("\n");

const MENU = [
  "# Thực đơn **hôm nay**",
  "Chào bạn, *quán mở cửa* tới ~~21h~~ **22h**. Xem https://example.org/menu nhé.",
  "## Món chính",
  "- phở bò",
  "  - tái",
  "  - chín",
  "- bún chả `50k`",
  "1. gọi món",
  "2. trả tiền",
  "> Ngon nhất {red}phố{/red}, {green}rau sạch{/green}, {yellow}trứng{/yellow}, {orange}cam{/orange}",
].join("\n");

const ROOMS = {
  kind: "text" as const,
  text: "Còn 2 phòng nhé\nphòng đơn\nphòng đôi\nGiá 500k, liên hệ lễ tân",
  styles: [
    { start: 0, len: 15, st: "b,f_18" },
    { start: 16, len: 9, st: "lst_1" },
    { start: 26, len: 9, st: "lst_1" },
    { start: 40, len: 4, st: "c_db342e" },
    { start: 46, len: 14, st: "u,i" },
  ],
};
