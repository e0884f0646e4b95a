// Loaded before a program (node --import …): every host below zalo.me is on this machine, and its port 443 is the
// one that ZALO_SIMULATOR_TLS_PORT names. Nothing else of the program changes; it checks certificates as ever.
import dns from "node:dns";
import { syncBuiltinESMExports } from "node:module";
import tls from "node:tls";

const port = Number(process.env["ZALO_SIMULATOR_TLS_PORT"]);
if (!Number.isInteger(port) || port < 1) throw new Error("ZALO_SIMULATOR_TLS_PORT must name a port.");

const LOOPBACK = "127.0.0.1";
const isZalo = (host) => typeof host === "string" && /(^|\.)zalo\.me$/.test(host);

const { lookup } = dns;
dns.lookup = (host, options, callback = options) => {
  if (!isZalo(host)) return lookup(host, options, callback);
  const all = typeof options === "object" && options.all;
  process.nextTick(() =>
    all ? callback(null, [{ address: LOOPBACK, family: 4 }]) : callback(null, LOOPBACK, 4),
  );
};

const { connect } = tls;
tls.connect = (...args) => {
  const [options, ...rest] = args;
  const isOurs = typeof options === "object" && isZalo(options.host) && Number(options.port ?? 443) === 443;
  return isOurs ? connect({ ...options, port }, ...rest) : connect(...args);
};

syncBuiltinESMExports();
