import type { WebSwitches } from "./switches.ts";

/** How often and after how many milliseconds clients come back, by close code. */
const RETRY = { max: 5, times: [1000, 2000, 4000] };

/** `data` of getServerInfo. The three t of `setttings` are Zalo's. */
export function serverSettings(switches: WebSwitches): object {
  const codes = switches.retries === "none" ? [] : [...new Set([1006, ...switches.closeAndRetryCodes])];
  return {
    haveUpdate: 0,
    extra_ver: { phonebook: 1, conv_label: "1", friend: "1", ver_sticker_cate_suggest: 1, ver_giphy_cate: 1 },
    setttings: {
      chat: {},
      debug: {},
      keepalive: { alway_keepalive: 1, keepalive_duration: 120_000 },
      features: {
        socket: {
          ...(switches.pingIntervalMs === null ? {} : { ping_interval: switches.pingIntervalMs }),
          retries: Object.fromEntries([...codes.map((code) => [code, RETRY]), ["internal", RETRY]]),
          close_and_retry_codes: switches.closeAndRetryCodes,
          rotate_error_codes: switches.rotateErrorCodes,
          reset_endpoint: 0,
          queue_ctrl_actionid_map: {},
          max_msg_size: 1_048_576,
          enable_ctrl_socket: 1,
        },
        sharefile: {
          max_file: switches.maxFiles,
          max_size_share_file_v2: switches.maxFileMb,
          max_size_share_file_v3: switches.maxFileMb,
          max_size_gif: 10,
          chunk_size_file: switches.chunkSizeBytes,
          restricted_ext_file: switches.restrictedExtensions,
        },
      },
    },
  };
}
