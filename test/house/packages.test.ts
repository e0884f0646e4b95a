import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { PLUGINS, pluginFolder } from "demo/repository";
import { describe, expect, test } from "vitest";
import { ROOT } from "../support/sources.ts";

/** What a package holds beside what is built. */
const BESIDE_DIST = [
  "CHANGELOG.md",
  "LICENSE",
  "README.md",
  "assets/activity.svg",
  "assets/icon.png",
  "openclaw.plugin.json",
  "package.json",
];

/** The gateway's manual recommends a square of so many pixels, and the gateway shows no file that is larger. */
const ICON_SIDE = 512;
const ICON_AT_MOST_BYTES = 256 * 1024;
const PNG_SIGNATURE = "89504e470d0a1a0a";
/** Where a PNG has its width and its height, in bytes from its beginning. */
const PNG_WIDTH_AT = 16;
const PNG_HEIGHT_AT = 20;

/** What the gateway takes for an activity icon, as its manual and its Control UI have it. */
const SHAPES = ["circle", "ellipse", "g", "line", "path", "polygon", "polyline", "rect", "svg"];
const ELEMENTS_AT_MOST = 4;
const COLOURS = /^(?:none|currentColor)$/;

describe.each(PLUGINS)("%s", (plugin) => {
  const folder = pluginFolder(plugin);
  const { version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { version: string };

  test("npm packs what is built and what people read, and no sources", async () => {
    const { stdout } = await promisify(execFile)("npm", ["pack", "--dry-run", "--json", folder], {
      cwd: ROOT,
    });
    const [packed] = JSON.parse(stdout) as { files: { path: string }[]; version: string }[];
    const paths = packed?.files.map(({ path }) => path) ?? [];
    expect(paths.filter((path) => !path.startsWith("dist/")).toSorted()).toEqual(BESIDE_DIST);
    const isBuilt = /^dist\/(?:[^/]+\.js|third-party-licenses\.txt)$/;
    expect(paths.filter((path) => path.startsWith("dist/") && !isBuilt.test(path))).toEqual([]);
    expect(packed?.version).toBe(version);
  });

  test("its licence is that of the repository", () => {
    const licence = readFileSync(join(ROOT, "LICENSE"), "utf8");
    expect(readFileSync(join(folder, "LICENSE"), "utf8")).toBe(licence);
  });

  test("its changelog begins with the version it has, and the day of it", () => {
    const changelog = readFileSync(join(folder, "CHANGELOG.md"), "utf8");
    const sections = [...changelog.matchAll(/^## (.*)$/gm)].map(([, head = ""]) => head);
    const released = sections.filter((head) => head !== "[Unreleased]");
    expect(released[0]).toMatch(
      new RegExp(`^\\[${version.replaceAll(".", "\\.")}\\] - \\d{4}-\\d\\d-\\d\\d$`),
    );
  });

  test("its icon is a picture that the gateway shows", () => {
    const icon = readFileSync(join(folder, "assets", "icon.png"));
    expect(icon.subarray(0, PNG_SIGNATURE.length / 2).toString("hex")).toBe(PNG_SIGNATURE);
    expect([icon.readUInt32BE(PNG_WIDTH_AT), icon.readUInt32BE(PNG_HEIGHT_AT)]).toEqual([
      ICON_SIDE,
      ICON_SIDE,
    ]);
    expect(icon.byteLength).toBeLessThan(ICON_AT_MOST_BYTES);
  });

  test("its activity icon is one shape without colours of its own, that the Control UI draws", () => {
    const svg = readFileSync(join(folder, "assets", "activity.svg"), "utf8");
    const elements = [...svg.matchAll(/<([a-z]+)/g)].map(([, name = ""]) => name);
    expect(elements.filter((name) => !SHAPES.includes(name))).toEqual([]);
    expect(elements.length).toBeLessThanOrEqual(ELEMENTS_AT_MOST);
    expect(svg).toMatch(/<svg [^>]*viewBox="0 0 24 24"/);
    const colours = [...svg.matchAll(/\b(?:fill|stroke)="([^"]*)"/g)].map(([, colour = ""]) => colour);
    expect(colours).toContain("currentColor");
    expect(colours.filter((colour) => !COLOURS.test(colour))).toEqual([]);
    expect(svg).not.toMatch(/\b(?:style|class|href|on[a-z]+)=/);
  });
});

test("the plugins can be told apart by their pictures", () => {
  const pictures = ["icon.png", "activity.svg"].map(
    (name) =>
      new Set(PLUGINS.map((plugin) => readFileSync(join(pluginFolder(plugin), "assets", name), "hex"))),
  );
  expect(pictures.map(({ size }) => size)).toEqual([PLUGINS.length, PLUGINS.length]);
});
