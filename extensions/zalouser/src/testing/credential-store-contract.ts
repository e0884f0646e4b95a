import { beforeEach, describe, expect, test } from "vitest";
import type { CredentialStore, LoginName } from "../credentials/credential-store.ts";
import type { Credentials } from "../session/port.ts";

export const SHOP: LoginName = { accountId: "shop", profile: "shop" };
const OTHER: LoginName = { accountId: "clinic", profile: "clinic" };

/** Made-up secrets that a search for leaks can look for. */
export const SAVED: Credentials = {
  imei: "11111111-2222-3333-4444-555555555555-bimat",
  userAgent: "Mozilla/5.0",
  language: "vi",
  cookies: [{ key: "zpw_sek", value: "khong-duoc-lo-ra", domain: "chat.zalo.me", path: "/" }],
};
export const withCookie = (value: string): Credentials => ({
  ...SAVED,
  cookies: [{ ...SAVED.cookies[0], value }],
});

/** What everybody who saves logins may rely on, wherever they are kept. */
export function credentialStoreContract(what: string, open: () => Promise<CredentialStore>): void {
  describe(`saved logins: ${what}`, () => {
    let store: CredentialStore;
    beforeEach(async () => {
      store = await open();
    });

    test("nobody is logged in at first, and there is nothing to forget", async () => {
      expect(await store.read(SHOP)).toBeUndefined();
      expect(await store.revoke(SHOP)).toBe(false);
    });

    test("a login is read as it was saved, and belongs to its own profile", async () => {
      const generation = await store.replace(SHOP, SAVED);
      expect(await store.read(SHOP)).toEqual({ credentials: SAVED, generation });
      expect(await store.read(OTHER)).toBeUndefined();
    });

    test("refreshed cookies take the place of the old ones, and it stays the same login", async () => {
      const generation = await store.replace(SHOP, SAVED);
      expect(await store.refresh(SHOP, generation, withCookie("mới"))).toBe(true);
      expect(await store.read(SHOP)).toEqual({ credentials: withCookie("mới"), generation });
    });

    test("a new login is another one, and the cookies of the old one do not come back", async () => {
      const old = await store.replace(SHOP, SAVED);
      const generation = await store.replace(SHOP, withCookie("thứ hai"));
      expect(generation).not.toBe(old);
      expect(await store.refresh(SHOP, old, withCookie("muộn"))).toBe(false);
      expect(await store.read(SHOP)).toEqual({ credentials: withCookie("thứ hai"), generation });
    });

    test("a login that was revoked stays so, whatever its session still saves", async () => {
      const generation = await store.replace(SHOP, SAVED);
      expect(await store.revoke(SHOP)).toBe(true);
      expect(await store.refresh(SHOP, generation, withCookie("muộn"))).toBe(false);
      expect(await store.read(SHOP)).toBeUndefined();
      expect(await store.revoke(SHOP)).toBe(false);
    });

    test("after a logout somebody can log in again", async () => {
      const old = await store.replace(SHOP, SAVED);
      await store.revoke(SHOP);
      const generation = await store.replace(SHOP, withCookie("thứ hai"));
      expect(generation).not.toBe(old);
      expect((await store.read(SHOP))?.credentials).toEqual(withCookie("thứ hai"));
    });

    test("many who write at once leave one whole login", async () => {
      const generation = await store.replace(SHOP, SAVED);
      const values = Array.from({ length: 10 }, (_, index) => `bánh ${index}`);
      await Promise.all(values.map((value) => store.refresh(SHOP, generation, withCookie(value))));
      expect(values.map(withCookie)).toContainEqual((await store.read(SHOP))?.credentials);
    });
  });
}
