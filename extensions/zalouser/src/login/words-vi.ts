import type { Words } from "./words-en.ts";

/** What a login says, in Vietnamese. */
export const VIETNAMESE: Words = {
  scan: "Mở Zalo trên điện thoại, chạm vào biểu tượng QR ở thanh tìm kiếm rồi quét mã này:",
  narrow: (columns, rows) =>
    `Cửa sổ này quá nhỏ cho mã: cần ${columns} cột và ${rows} dòng. Hãy thu nhỏ chữ (Ctrl và -), kể cả khi dùng SSH.`,
  howLong: "Mã sống khoảng 100 giây, rồi mã mới tự hiện. Bấm Ctrl-C để dừng, khi đó không lưu gì.",
  noPicture: (variable) =>
    `Nếu điện thoại không đọc được: thu nhỏ chữ (Ctrl và -), hoặc chạy lại với ${variable}=<đường dẫn>.png.`,
  picture: (path) => `Mã cũng nằm trong ${path} dưới dạng ảnh. Ảnh được xóa khi xong.`,
  silent: "Trang đăng nhập của Zalo chưa trả lời; vẫn đang thử. Bấm Ctrl-C để dừng.",
  scanned: (name) => `${name} đã quét. Giờ hãy xác nhận trên điện thoại.`,
  expired: "Mã này đã hết hạn. Đây là mã mới.",
  interrupted: (problem) => `${problem} Mã mới sẽ hiện ngay.`,
  declined: "Điện thoại đã từ chối đăng nhập; không có gì thay đổi.",
  givenUp: "Không ai xác nhận kịp; không có gì thay đổi.",
  again: (command) => `Thử lại bằng: ${command}`,
  confirmed: (name, userId) => `Đã xác nhận: bạn là ${name} (${userId}).`,
  saved: "Đã lưu đăng nhập. Từ giờ gateway dùng đăng nhập này.",
  nobody: "một tài khoản Zalo",

  presentAsking: "Đang hỏi Zalo xem đăng nhập đã lưu còn dùng được không…",
  present: (name) => `Tài khoản này đã đăng nhập rồi, là ${name}.`,
  presentUnchecked: (problem) => `Tài khoản này đã lưu đăng nhập, nhưng chưa kiểm tra được. ${problem}`,
  presentExpired: "Zalo không nhận đăng nhập đã lưu nữa. Hãy đăng nhập lại:",
  presentShort: "Tài khoản này đã đăng nhập và đang kết nối.",
  loginAnyway: "Đăng nhập lại?",
  toReplace: (command) =>
    `Muốn đăng nhập lại, hãy chạy lệnh này trong terminal có thể hỏi bạn, hoặc trước hết: ${command}`,
  kept: "Đăng nhập đã lưu vẫn giữ nguyên.",

  scanShort: "Hãy quét mã này bằng Zalo trên điện thoại.",
  scannedShort: (name) => `${name} đã quét. Hãy xác nhận trên điện thoại.`,
  silentShort: "Trang đăng nhập của Zalo chưa trả lời; vẫn đang thử.",
  newCode: "Mã trước đã hết hạn. Hãy quét mã này.",
  noLogin: "Chưa có lần đăng nhập nào đang chạy. Hãy bắt đầu trước.",
  otherLogin: "Một lần đăng nhập khác đã thay lần này.",
  waiting: "Chưa ai quét mã.",

  loggedOut: "Đã xóa đăng nhập đã lưu; nơi nào còn giữ nó cũng không lưu lại được.",
  endOnPhone:
    "Zalo vẫn còn ghi lần đăng nhập này: trên điện thoại, vào Cài đặt, Tài khoản và bảo mật, Lịch sử đăng nhập, rồi đăng xuất thiết bị này.",
  noneSaved: "Không có đăng nhập nào được lưu.",
};
