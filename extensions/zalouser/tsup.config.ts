import { pluginBuild } from "../../tsup.plugin.ts";

export default pluginBuild("zalouser", ["index", "setup-entry", "secret-contract-api"]);
