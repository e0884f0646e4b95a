import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { ZaloConfig } from "../../extensions/zalo/src/config/schema.ts";
import { SETUP_FIELDS } from "../../extensions/zalo/src/setup/fields.ts";
import { manifestFile } from "../support/manifest.ts";
import { readObjectLiteral } from "../support/object-literal.ts";
import { wrongOwnCommand } from "../support/own-commands.ts";
import { filesAt, type Page, readPages } from "../support/pages.ts";
import { type Schema, settingExists, settingNames } from "../support/settings.ts";
import { productionSources, ROOT } from "../support/sources.ts";

const pages = readPages();
const manifest = JSON.parse(readFileSync(manifestFile("zalo"), "utf8")) as {
  channelConfigs: { zalo: { schema: Schema } };
};
const schema = manifest.channelConfigs.zalo.schema;

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
  const wrong = wrongIn(/\]\((?!https?:|mailto:|#)([^)\s#]+)(?:#[^)]*)?\)/g, ([, target = ""], page) => {
    if (MADE_LATER.test(target)) return undefined;
    return filesAt(target, page).length > 0 ? undefined : `the link ${target} leads nowhere`;
  });
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
  const own = Object.values(SETUP_FIELDS).map(({ cli }) => cli.flags);
  const manual = readFileSync(`${ROOT}node_modules/openclaw/docs/cli/index.md`, "utf8");
  const page = (command: string) => {
    const file = `${ROOT}node_modules/openclaw/docs/cli/${command}.md`;
    return existsSync(file) ? readFileSync(file, "utf8") : undefined;
  };
  const wrong = wrongIn(
    /(?:^\s*(?:\$ )?|`|(?:&&|;|\|) )openclaw ([a-z][\w-]*)((?: +[^`|;&#\n]*)?)/g,
    ([, command = "", rest = ""]) => {
      if (command === "zalo") return wrongOwnCommand(rest);
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
  const wrong = wrongIn(/\bchannels\.zalo\.([\w.<>*"'-]*[\w>*"'])/g, ([all = "", path = ""]) =>
    settingExists(schema, path) ? undefined : `there is no setting ${all}`,
  );
  expect(wrong).toEqual([]);
});

test("every setting in a table of settings exists", () => {
  const wrong = pages.flatMap(({ path, settingRows }) =>
    settingRows
      .filter(({ name }) => !settingExists(schema, name))
      .map(({ name, line }) => `${path}:${line}: there is no setting ${name}`),
  );
  expect(wrong).toEqual([]);
});

test("every example of channels.zalo is one that the plugin takes", () => {
  const wrong = pages.flatMap(({ path, examples }) =>
    examples.flatMap(({ text, line }) => {
      if (!/\bzalo\b/.test(text)) return [];
      const whole = readObjectLiteral(text);
      if (whole === undefined) return [`${path}:${line}: this example cannot be read`];
      const zalo = (whole["channels"] as Record<string, unknown> | undefined)?.["zalo"];
      const read = zalo === undefined ? undefined : ZaloConfig.safeParse(zalo);
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

describe("the page of the channel", () => {
  const english = pages.find(({ path }) => path === "docs/channels/zalo.md");
  const vietnamese = pages.find(({ path }) => path === "docs/vi/channels/zalo.md");

  test("names every setting there is, in both languages", () => {
    const names = settingNames(schema);
    expect(names.length).toBeGreaterThan(10);
    const missing = [english, vietnamese].flatMap((page) =>
      page === undefined
        ? []
        : names.filter((name) => !page.names.has(name)).map((name) => `${page.path} says nothing of ${name}`),
    );
    expect(missing).toEqual([]);
  });
});

test("a page in Vietnamese has an English twin that names the same settings and commands", () => {
  const wrong = pages.flatMap((page) => {
    if (!page.path.startsWith("docs/vi/")) return [];
    const twin = pages.find(({ path }) => path === page.path.replace("docs/vi/", "docs/"));
    if (twin === undefined) return [`${page.path} has no English twin`];
    const settings = (one: Page) => [...one.names].filter((name) => settingExists(schema, name)).toSorted();
    const [here, there] = [settings(page), settings(twin)];
    return [
      ...here.filter((name) => !there.includes(name)).map((name) => `${twin.path} does not name ${name}`),
      ...there.filter((name) => !here.includes(name)).map((name) => `${page.path} does not name ${name}`),
    ];
  });
  expect(wrong).toEqual([]);
});
