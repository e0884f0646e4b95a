import { generateKeyPairSync, randomBytes, sign } from "node:crypto";
import type { TlsIdentity } from "../http/loopback-server.ts";
import { bits, element, integer, octets, oid, sequence, set, time, utf8, yes } from "./der.ts";

/** Object identifiers, encoded. */
const ECDSA_WITH_SHA256 = "2a8648ce3d040302";
const COMMON_NAME = "550403";
const BASIC_CONSTRAINTS = "551d13";
const SUBJECT_ALT_NAME = "551d11";

/** How long a certificate is good for: one run, however long it takes. */
const LIFETIME_MS = 30 * 24 * 3600 * 1000;

/** All host names of Zalo that this simulator answers for. */
const ZALO_NAMES = ["zalo.me", "*.zalo.me", "*.chat.zalo.me"];

/**
 * A new key and a certificate for Zalo's host names that signs itself. Only programs that are told to trust it
 * do: put it into a file and name that in NODE_EXTRA_CA_CERTS.
 */
export function makeZaloCertificate(names: readonly string[] = ZALO_NAMES): TlsIdentity {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const signing = sequence(oid(ECDSA_WITH_SHA256));
  const name = sequence(set(sequence(oid(COMMON_NAME), utf8("A Zalo simulator on this machine"))));
  const now = Date.now();
  const body = sequence(
    element(0xa0, integer(Buffer.from([2]))), // version 3
    integer(Buffer.concat([Buffer.from([1]), randomBytes(15)])),
    signing,
    name,
    sequence(time(new Date(now - 3_600_000)), time(new Date(now + LIFETIME_MS))),
    name,
    publicKey.export({ type: "spki", format: "der" }),
    element(
      0xa3,
      sequence(
        sequence(oid(BASIC_CONSTRAINTS), yes(), octets(sequence(yes()))),
        sequence(oid(SUBJECT_ALT_NAME), octets(sequence(...names.map(dnsName)))),
      ),
    ),
  );
  const certificate = sequence(body, signing, bits(sign("sha256", body, privateKey)));
  return { key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(), cert: pem(certificate) };
}

const dnsName = (name: string): Buffer => element(0x82, Buffer.from(name, "latin1"));

function pem(der: Buffer): string {
  const lines = der.toString("base64").match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`;
}
