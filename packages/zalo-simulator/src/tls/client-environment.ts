import { fileURLToPath } from "node:url";

/**
 * What the environment of a program must hold so that Zalo's names lead it here and it trusts what it finds. Its
 * own NODE_OPTIONS, if it has any, come after these. `caFile` holds the certificate of the TLS side.
 */
export function clientEnvironment({
  tlsPort,
  caFile,
}: {
  tlsPort: number;
  caFile: string;
}): Readonly<Record<string, string>> {
  return {
    NODE_OPTIONS: `--import=${fileURLToPath(new URL("resolve-zalo-here.mjs", import.meta.url))}`,
    NODE_EXTRA_CA_CERTS: caFile,
    ZALO_SIMULATOR_TLS_PORT: String(tlsPort),
  };
}
