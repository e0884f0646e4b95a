import { pluginBuild } from "../../tsup.plugin.ts";

export default pluginBuild("zalo", ["index", "setup-entry", "secret-contract-api"]);
