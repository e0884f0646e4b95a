import { existsSync, readFileSync } from "node:fs";
import { posix } from "node:path";
import { PACE_DEFAULTS } from "channel-kit/pace/settings";
import { PLUGINS, type PluginName } from "demo/repository";
import { describe, expect, test } from "vitest";
import { ZaloConfig } from "../../extensions/zalo/src/config/schema.ts";
import { SETUP_FIELDS as ZALO_FIELDS } from "../../extensions/zalo/src/setup/fields.ts";
import { ZalouserConfig } from "../../extensions/zalouser/src/config/schema.ts";
import { SETUP_FIELDS as ZALOUSER_FIELDS } from "../../extensions/zalouser/src/setup/fields.ts";
import { manifestFile } from "../support/manifest.ts";
import { readObjectLiteral } from "../support/object-literal.ts";
import { wrongOwnCommand } from "../support/own-commands.ts";
import { filesAt, type Page, readPages } from "../support/pages.ts";
import { type Schema, settingExists, settingNames } from "../support/settings.ts";
import { productionSources, ROOT } from "../support/sources.ts";

const pages = readPages();
const SCHEMAS: Readonly<Record<PluginName, Schema>> = {
  zalo: schemaOf("zalo"),
  zalouser: schemaOf("zalouser"),
};
const CONFIGS = { zalo: ZaloConfig, zalouser: ZalouserConfig };

function schemaOf(plugin: PluginName): Schema {
  const { channelConfigs } = JSON.parse(readFileSync(manifestFile(plugin), "utf8")) as {
    channelConfigs: Record<string, { schema: Schema }>;
  };
  const schema = channelConfigs[plugin]?.schema;
  if (schema === undefined) throw new Error(`the manifest of ${plugin} has no settings`);
  return schema;
}

/** The plugin whose settings a page is about. */
const pluginOf = ({ path }: Page): PluginName => (/\bzalouser\b/.test(path) ? "zalouser" : "zalo");

/** Every place where the pattern occurs and the check says no, as `file:line: what is wrong`. */
function wrongIn(
  pattern: RegExp,
  check: (match: RegExpExecArray, page: Page) => string | undefined,
): string[] {
  return pages.flatMap((page) =>
    page.lines.flatMap((text, index) =>
      [...text.matchAll(pattern)].flatMap((match) => {
        const complaint = check(match, page);
        return complaint === undefined ? [] : [`${page.path}:${index + 1}: ${complaint}`];
      }),
    ),
  );
}

/** Paths that only exist once something was built or run. */
const MADE_LATER = /(?:^|\/)(?:dist|node_modules|\.demo)(?:\/|$)/;

test("there are pages to read", () => {
  expect(pages.map(({ path }) => path)).toContain("packages/zalo-simulator/README.md");
});

test("every link into the repository leads to a file", () => {
  const wrong = wrongIn(
    /(?:\]\(|src=")(?!https?:|mailto:|#)([^)"\s#]+)(?:#[^)]*)?[)"]/g,
    ([, target = ""], page) => {
      if (MADE_LATER.test(target)) return undefined;
      return filesAt(target, page).length > 0 ? undefined : `the link ${target} leads nowhere`;
    },
  );
  expect(wrong).toEqual([]);
});

test("every link to a heading leads to one", () => {
  const headings = new Map(pages.map(({ path, headings }) => [path, headings]));
  const wrong = wrongIn(
    /\]\((?!https?:|mailto:)([^)\s#]*)#([^)\s]+)\)/g,
    ([, target = "", name = ""], page) => {
      const path = target === "" ? page.path : posix.join(posix.dirname(page.path), target);
      const known = headings.get(path);
      if (known === undefined) return `${target} is no page with headings`;
      return known.has(name) ? undefined : `there is no heading #${name} in ${path}`;
    },
  );
  expect(wrong).toEqual([]);
});

test("every file that is named exists", () => {
  const wrong = wrongIn(
    /`(?:\.\/)?((?:packages|extensions|test|docs|\.ci)\/[^\s`<>{}*…]*)`/g,
    ([, named = ""]) => {
      const path = named.replace(/:\d+(?:-\d+)?$/, "");
      if (MADE_LATER.test(path)) return undefined;
      return existsSync(`${ROOT}${path}`) ? undefined : `${path} does not exist`;
    },
  );
  expect(wrong).toEqual([]);
});

test("every npm script that is named exists", () => {
  const { scripts } = JSON.parse(readFileSync(`${ROOT}package.json`, "utf8")) as { scripts: object };
  const wrong = wrongIn(/\b(?:npm run|pnpm run|npm) ((?:run:)?[a-z][\w:-]*)/g, ([all = "", name = ""]) => {
    const isNpmsOwn = !/ run /.test(all) && !["test", "start"].includes(name);
    return isNpmsOwn || name in scripts ? undefined : `there is no script "${name}" (${all})`;
  });
  expect(wrong).toEqual([]);
});

test("every openclaw command and flag that is named stands in the gateway's own manual, or is ours", () => {
  const own = [ZALO_FIELDS, ZALOUSER_FIELDS].flatMap((fields) =>
    Object.values(fields).map(({ cli }) => cli.flags),
  );
  const manual = readFileSync(`${ROOT}node_modules/openclaw/docs/cli/index.md`, "utf8");
  const page = (command: string) => {
    const file = `${ROOT}node_modules/openclaw/docs/cli/${command}.md`;
    return existsSync(file) ? readFileSync(file, "utf8") : undefined;
  };
  const wrong = wrongIn(
    /(?:^\s*(?:\$ )?|`|(?:&&|;|\|) )openclaw ([a-z][\w-]*)((?: +[^`|;&#\n]*)?)/g,
    ([, command = "", rest = ""]) => {
      if (command === "zalo" || command === "zalouser") return wrongOwnCommand(command, rest);
      const text = page(command);
      if (text === undefined) return `there is no command "openclaw ${command}"`;
      const [first = "", ...more] = rest.trim().split(/\s+/);
      const isWord = /^[a-z][a-z-]*$/.test(first) && new RegExp(`openclaw ${command} [a-z-]+`).test(text);
      if (isWord && !new RegExp(`\\b${first}\\b`).test(text)) {
        return `"openclaw ${command}" has no "${first}"`;
      }
      const flags = [first, ...more].flatMap((word) => /^(--[a-z][\w-]*)/.exec(word)?.[1] ?? []);
      const unknown = flags.find((flag) => !`${text}${manual} --help --version ${own}`.includes(flag));
      return unknown === undefined ? undefined : `"openclaw ${command}" has no flag ${unknown}`;
    },
  );
  expect(wrong).toEqual([]);
});

test("every setting that is named exists", () => {
  const wrong = PLUGINS.flatMap((plugin) =>
    wrongIn(new RegExp(`\\bchannels\\.${plugin}\\.([\\w.<>*"'-]*[\\w>*"'])`, "g"), ([all = "", path = ""]) =>
      settingExists(SCHEMAS[plugin], path) ? undefined : `there is no setting ${all}`,
    ),
  );
  expect(wrong).toEqual([]);
});

test("every setting in a table of settings exists", () => {
  const wrong = pages.flatMap((page) =>
    page.settingRows
      .filter(({ name }) => !settingExists(SCHEMAS[pluginOf(page)], name))
      .map(({ name, line }) => `${page.path}:${line}: there is no setting ${name}`),
  );
  expect(wrong).toEqual([]);
});

test.each(PLUGINS)("every example of channels.%s is one that the plugin takes", (plugin) => {
  const wrong = pages.flatMap(({ path, examples }) =>
    examples.flatMap(({ text, line }) => {
      if (!new RegExp(`\\b${plugin}\\b`).test(text)) return [];
      const whole = readObjectLiteral(text);
      if (whole === undefined) return [`${path}:${line}: this example cannot be read`];
      const section = (whole["channels"] as Record<string, unknown> | undefined)?.[plugin];
      const read = section === undefined ? undefined : CONFIGS[plugin].safeParse(section);
      return read?.success === false ? [`${path}:${line}: ${read.error.issues[0]?.message}`] : [];
    }),
  );
  expect(wrong).toEqual([]);
});

test("every environment variable that is named is read somewhere", () => {
  const sources = [
    ...productionSources().map(({ text }) => text),
    readFileSync(`${ROOT}package.json`, "utf8"),
  ];
  const wrong = wrongIn(/\b(ZALO(?:USER)?_[A-Z][A-Z_]+)\b/g, ([, name = ""]) =>
    sources.some((text) => text.includes(name)) ? undefined : `nothing reads ${name}`,
  );
  expect(wrong).toEqual([]);
});

describe.each(PLUGINS)("the page of the channel %s", (plugin) => {
  const written = ["docs", "docs/vi"].map((folder) => `${folder}/channels/${plugin}.md`);

  test("names every setting there is, in both languages", () => {
    const names = settingNames(SCHEMAS[plugin]);
    expect(names.length).toBeGreaterThan(10);
    const missing = written.flatMap((path) => {
      const page = pages.find((one) => one.path === path);
      if (page === undefined) return [`there is no ${path}`];
      return names.filter((name) => !page.names.has(name)).map((name) => `${path} says nothing of ${name}`);
    });
    expect(missing).toEqual([]);
  });
});

test.each(["docs", "docs/vi"])("%s gives the numbers that keep an account from being banned", (folder) => {
  const page = pages.find(({ path }) => path === `${folder}/channels/zalouser.md`);
  const rows = (page?.lines ?? []).flatMap((line) => {
    const [, name, value] = /^\| `pace\.(\w+)` \| `([^`]+)`/.exec(line) ?? [];
    return name === undefined ? [] : [[name, value] as const];
  });
  const defaults = Object.entries(PACE_DEFAULTS).map(([name, value]) => [name, String(value)] as const);
  expect(Object.fromEntries(rows)).toEqual(Object.fromEntries(defaults));
});

test("a page in Vietnamese has an English twin that names the same settings and commands", () => {
  const wrong = pages.flatMap((page) => {
    if (!page.path.startsWith("docs/vi/")) return [];
    const twin = pages.find(({ path }) => path === page.path.replace("docs/vi/", "docs/"));
    if (twin === undefined) return [`${page.path} has no English twin`];
    const schema = SCHEMAS[pluginOf(page)];
    const settings = (one: Page) => [...one.names].filter((name) => settingExists(schema, name)).toSorted();
    const [here, there] = [settings(page), settings(twin)];
    return [
      ...here.filter((name) => !there.includes(name)).map((name) => `${twin.path} does not name ${name}`),
      ...there.filter((name) => !here.includes(name)).map((name) => `${page.path} does not name ${name}`),
    ];
  });
  expect(wrong).toEqual([]);
});
