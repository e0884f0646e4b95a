import { readMarkdown } from "channel-kit/text/markdown";
import { describe, expect, test } from "vitest";
import { toZaloMarkdown } from "./zalo-markdown.ts";

const wireOf = (...lines: string[]) => toZaloMarkdown(readMarkdown(lines.join("\n")));

test.each([
  ["**đậm** __đậm__", "**đậm** **đậm**"],
  ["*nghiêng* _nghiêng_", "_nghiêng_ _nghiêng_"],
  ["***cả hai***", "**_cả hai_**"],
  ["~~bỏ~~ `mã`", "~~bỏ~~ `mã`"],
  ["**a *b* c** d", "**a _b_ c** d"],
  ["g*h*i", "g*h*i"],
  ["_a_ b_c", "*a* b_c"],
  ["##### Năm **x**", "#### Năm **x**"],
  ["* một\n  + hai\n3. ba", "- một\n  - hai\n3. ba"],
  ["> **trích**", "> **trích**"],
  ["**x** [a](https://b.vn/c_d_e)", "**x** a (https://b.vn/c_d_e)"],
])("%s goes out as %s", (source, wire) => {
  expect(wireOf(source)).toBe(wire);
});

test("text without markup has nothing to mark up", () => {
  expect(wireOf("Trả lời cho câu 1: 2 * 3 * 4, __init, https://a.vn/_b_")).toBeUndefined();
});

test("a run over several lines is marked up line by line", () => {
  expect(wireOf("**một", "hai**")).toBe("**một**\n**hai**");
});

test("marks stand where they are read as marks: not next to a space, nor between a stop and a word", () => {
  expect(wireOf("**Giá:**50k")).toBe("**Giá**:50k");
  expect(wireOf("**“Phở”**là")).toBe("**“Phở**”là");
  expect(toZaloMarkdown({ text: " a b ", ranges: [{ start: 0, length: 5, style: "bold" }] })).toBe(
    " **a b** ",
  );
});

test("code lines are inline code, with their indentation", () => {
  expect(wireOf("```py", "# chú thích", "def __init__(self):", "    return a * b * c", "```")).toBe(
    "`# chú thích`\n`def __init__(self):`\n`    return a * b * c`",
  );
});

describe("marks that are text", () => {
  test.each([
    ["**x** 2 * 3 * 4", "**x** 2 `*` 3 `*` 4"],
    ["**x** \\*.txt", "**x** `*.txt`"],
    ["**đậm \\*.txt**", "**đậm `*.txt`**"],
    ["**x** \\_\\_init\\_\\_", "**x** `__init__`"],
    ["**x** C:\\\\_tmp", "**x** `C:\\_tmp`"],
    ["**x** {red}a{/red}", "**x** `{red}a{/red}`"],
    ["**x**\n\\- y", "**x**\n`-` y"],
    ["**x**\n\\# y", "**x**\n`#` y"],
  ])("%s: the word is shown as code", (source, wire) => {
    expect(wireOf(source)).toBe(wire);
  });

  test.each([
    ["**x** snake_case_name a_b", "**x** snake_case_name a_b"],
    ["**x** nguyen_van_a@gmail.com", "**x** nguyen_van_a@gmail.com"],
    ["**x** https://a.vn/_b_?c=*d*", "**x** https://a.vn/_b_?c=*d*"],
    ["~~x~~ ~50k ~60k 5*", "~~x~~ ~50k ~60k 5*"],
  ])("%s: nothing is done to them", (source, wire) => {
    expect(wireOf(source)).toBe(wire);
  });

  test("backticks, for which there is no other form, cost the text its markup", () => {
    expect(wireOf("```", "a `b` c", "```", "**x**")).toBeUndefined();
  });
});
