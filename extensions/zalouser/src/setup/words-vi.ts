import type { Words } from "./words-en.ts";

/** What the set-up asks and says, in Vietnamese. */
export const VIETNAMESE: Words = {
  riskTitle: "Trước khi bắt đầu",
  risk: [
    "Cách này dùng một tài khoản Zalo cá nhân qua bản web, không phải giao diện chính thức.",
    "Zalo có thể cảnh báo, hạn chế hoặc khóa tài khoản dùng theo cách này, và không ai loại trừ được điều đó.",
    "Hãy dùng tài khoản mà bạn chấp nhận mất; với cửa hàng, Official Account và kênh zalo là cách an toàn.",
    "Khi gateway đang chạy, đừng dùng Zalo Web hay Zalo PC bằng cùng tài khoản: bên này sẽ đẩy bên kia ra.",
  ],
  acceptRisk: "Bạn chấp nhận rủi ro này chứ?",

  problemTitle: "Chưa thiết lập được tài khoản này",

  login: "Tài khoản đăng nhập bằng cách nào?",
  keepLogin: "Giữ đăng nhập đã lưu",
  scanNow: "Quét mã QR ngay (nên chọn)",
  scanAgain: "Quét mã QR và thay đăng nhập đã lưu",
  scanLater: "Để sau",
  scanLaterHint: "bằng openclaw channels login; đến lúc đó mới tra được tên",
  waiting: "Đang chờ điện thoại của bạn",
  asking: "Đang hỏi Zalo danh sách bạn bè và nhóm",
  stillValid: "Đăng nhập đã lưu vẫn dùng được.",
  uncheckedTitle: "Đăng nhập đã lưu",
  failedTitle: "Đăng nhập không thành công",

  direct: "Ai được nhắn tin cho agent?",
  directPairing: "Người mà tôi duyệt (nên chọn)",
  directPairingHint: "người lạ nhận một mã, bạn duyệt mã đó",
  directAllowlist: "Người có trong danh sách",
  directOpen: "Tất cả mọi người",
  directOpenHint: "agent trả lời bất kỳ ai trên Zalo",
  directDisabled: "Không ai",
  people: "Những người này: tên hoặc một phần tên, hoặc ID Zalo, cách nhau bằng dấu phẩy",
  peopleWithoutCode: "Người không cần mã: tên hoặc ID Zalo, cách nhau bằng dấu phẩy (có thể để trống)",
  placeholder: "lan, anh tuan, 1234567890123456789",
  noPeople: "Hãy ghi ít nhất một người.",
  notAll: 'Tất cả mọi người là một lựa chọn ở trên, không ghi "*" vào danh sách này.',
  nobodyFound: (entries) => `Không có ai tên này: ${entries}. Hãy ghi một phần tên, hoặc ID.`,
  whichOnes: (entry) => `"${entry}" là ai?`,
  wildcardTitle: "Danh sách từng mở cho tất cả",
  wildcard: 'Danh sách có "*", tức là ai cũng được nhắn. Dấu này đã được bỏ ra.',

  groups: "Agent trả lời trong nhóm nào?",
  groupsAllowlist: "Nhóm có trong danh sách (nên chọn)",
  groupsOpen: "Mọi nhóm mà tài khoản tham gia",
  groupsDisabled: "Không nhóm nào",
  groupList:
    "Những nhóm này: tên hoặc một phần tên, hoặc ID, cách nhau bằng dấu phẩy (có thể để trống; * là tất cả)",

  name: "Tên bạn tự đặt cho tài khoản này (có thể để trống)",

  nextTitle: "Việc tiếp theo",
  nextLogin: (command) => `Đăng nhập:\n${command}`,
  nextEnable: "Tài khoản đang tắt và vẫn tắt; đặt enabled thành true để dùng.",
  nextGateway: "Gateway đang chạy sẽ tự nhận thay đổi; xem bằng:\nopenclaw channels status --probe",
  nextPairing: (command) => `Ai nhắn cho tài khoản sẽ nhận một mã, bạn duyệt mã đó:\n${command}`,
};
