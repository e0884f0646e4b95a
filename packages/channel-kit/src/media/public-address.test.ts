import { describe, expect, test } from "vitest";
import { isPublicAddress, isPublicHost } from "./public-address.ts";

describe("an address", () => {
  test.each([
    "8.8.8.8",
    "49.213.95.1",
    "172.15.255.255",
    "172.32.0.1",
    "100.63.255.255",
    "100.128.0.1",
    "2001:4860:4860::8888",
    "[2400:6540::1]",
    "::ffff:8.8.8.8",
    "64:ff9b::808:808",
  ])("%s is public", (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  test.each([
    "0.0.0.0",
    "10.1.2.3",
    "100.64.0.1",
    "100.127.255.255",
    "127.0.0.1",
    "127.255.255.254",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "198.19.0.1",
    "224.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "[::1]",
    "::ffff:127.0.0.1",
    "::ffff:a00:1",
    "::127.0.0.1",
    "::ffff:0:10.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b:1::1",
    "2002:7f00:1::",
    "2001::1",
    "2001:db8::1",
    "fc00::1",
    "fd12:3456::1",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
  ])("%s is not", (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  test.each(["2130706433", "0x7f000001", "0177.0.0.1", "127.1", "0x7f.1", "017700000001"])(
    "written as %s it is still this machine",
    (address) => {
      expect(isPublicAddress(address)).toBe(false);
      expect(isPublicHost(new URL(`http://${address}/`).hostname)).toBe(false);
    },
  );

  test.each(["", "example.com", "1.2.3.4.5", "256.1.1.1", "::1::", "8.8.8.8/../", "8.8.8.8@x"])(
    "%j is none, and so not public",
    (address) => {
      expect(isPublicAddress(address)).toBe(false);
    },
  );
});

describe("a host that a proxy is asked for", () => {
  test.each(["photo-stal-1.zdn.vn", "zdn.vn.", "8.8.8.8", "[2400:6540::1]", "localhost.example.com"])(
    "%s may be asked for",
    (host) => {
      expect(isPublicHost(host)).toBe(true);
    },
  );

  test.each([
    "localhost",
    "localhost.",
    "a.localhost",
    "nas.local",
    "metadata.google.internal",
    "router",
    "10.0.0.1",
    "[::1]",
  ])("%s may not", (host) => {
    expect(isPublicHost(host)).toBe(false);
  });
});
