import { expect, test } from "vitest";
import { QR_PICTURE_VARIABLE, readQrPicturePath, readZalouserEnv } from "./env.ts";

test("ZALOUSER_PROFILE comes before ZCA_PROFILE, and what is blank is not set", () => {
  expect(readZalouserEnv({ ZALOUSER_PROFILE: "shop", ZCA_PROFILE: "old" }).profile).toBe("shop");
  expect(readZalouserEnv({ ZALOUSER_PROFILE: " ", ZCA_PROFILE: "old" }).profile).toBe("old");
  expect(readZalouserEnv({ ZALOUSER_API_URL: "", ZALOUSER_CREDENTIALS_KEY: "  " })).toEqual({
    profile: undefined,
    apiUrl: undefined,
    credentialsKey: undefined,
  });
});

test("a picture of the code is written only where somebody asks for one", () => {
  expect(readQrPicturePath({})).toBeUndefined();
  expect(readQrPicturePath({ [QR_PICTURE_VARIABLE]: " " })).toBeUndefined();
  expect(readQrPicturePath({ [QR_PICTURE_VARIABLE]: "/tmp/qr.png" })).toBe("/tmp/qr.png");
});
