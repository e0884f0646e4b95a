import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { listenOn } from "./free-port.ts";

interface Request {
  messages: ChatMessage[];
  tools?: { function: { name: string } }[];
  stream?: boolean;
}

/** What the gateway sends as one message of the conversation. */
interface ChatMessage {
  role: string;
  content: string | readonly { type: string; text?: string; image_url?: { url: string } }[] | null;
}

/** One question to the model. */
export interface Question {
  /** What the person wrote last, without the gateway's notes around it. */
  text: string;
  /** The pictures that came with it, as `data:` URLs. */
  images: readonly string[];
  /** Everything the model was given, oldest first. */
  messages: readonly ChatMessage[];
  /** The names of the tools it may use. */
  tools: readonly string[];
}

/** What the model wants done before it says something. The question that follows ends with what came of it. */
export interface ToolCall {
  tool: string;
  input: Readonly<Record<string, unknown>>;
}

/** Answers a question; may take its time. */
export type Think = (question: Question) => string | ToolCall | Promise<string | ToolCall>;

/** A sound file that is to be written out as text. */
export interface Recording {
  name: string;
  type: string;
  bytes: Buffer;
}

/** Writes out what is said in a recording. */
export type Listen = (recording: Recording) => string;

export interface LocalModel extends AsyncDisposable {
  /** Base URL of an OpenAI-compatible API, ending in `/v1`. */
  url: string;
  /** How many questions have been asked. */
  readonly asked: number;
}

/** Starts a model that speaks OpenAI's chat completions and transcriptions on loopback, on the wished port if it is free. */
export async function startModel(
  think: Think,
  listen: Listen = () => "",
  { port: wished = 0 }: { port?: number } = {},
): Promise<LocalModel> {
  let asked = 0;
  const server = createServer((request, response) => {
    if (request.method === "POST" && request.url?.endsWith("/audio/transcriptions")) {
      void transcribe(request, response, listen);
      return;
    }
    void answer(request, response, async (question) => {
      asked += 1;
      return await think(question);
    });
  });
  await listenOn(server, wished);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    get asked() {
      return asked;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function answer(request: IncomingMessage, response: ServerResponse, think: Think): Promise<void> {
  if (request.method !== "POST" || !request.url?.endsWith("/chat/completions")) {
    response.writeHead(404, { "content-type": "application/json" }).end('{"error":{"message":"not found"}}');
    return;
  }
  const body = JSON.parse((await readAll(request)).toString("utf8")) as Request;
  const tools = (body.tools ?? []).map((tool) => tool.function.name);
  const { said, finish } = asOpenAi(
    await think({ ...lastOfUser(body.messages), messages: body.messages, tools }),
  );
  const base = { id: "local", created: Math.floor(Date.now() / 1_000), model: "local" };
  const usage = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 };
  if (body.stream !== true) {
    const choice = { index: 0, message: { role: "assistant", ...said }, finish_reason: finish };
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify({ ...base, object: "chat.completion", choices: [choice], usage }));
    return;
  }
  response.writeHead(200, { "content-type": "text/event-stream" });
  const send = (delta: object, reason: string | null, extra: object = {}) => {
    const choices = [{ index: 0, delta, finish_reason: reason }];
    response.write(
      `data: ${JSON.stringify({ ...base, object: "chat.completion.chunk", choices, ...extra })}\n\n`,
    );
  };
  send({ role: "assistant", ...said }, null);
  send({}, finish, { usage });
  response.end("data: [DONE]\n\n");
}

function asOpenAi(thought: string | ToolCall): { said: object; finish: string } {
  if (typeof thought === "string") return { said: { content: thought }, finish: "stop" };
  const { tool: name, input } = thought;
  const call = {
    index: 0,
    id: `call_${randomUUID()}`,
    type: "function",
    function: { name, arguments: JSON.stringify(input) },
  };
  return { said: { content: null, tool_calls: [call] }, finish: "tool_calls" };
}

async function transcribe(request: IncomingMessage, response: ServerResponse, listen: Listen): Promise<void> {
  const form = await new Response(new Uint8Array(await readAll(request)), {
    headers: { "content-type": request.headers["content-type"] ?? "" },
  }).formData();
  const file = form.get("file");
  if (!(file instanceof File)) {
    response.writeHead(400, { "content-type": "application/json" }).end('{"error":{"message":"no file"}}');
    return;
  }
  const { name, type } = file;
  const text = listen({ name, type, bytes: Buffer.from(await file.arrayBuffer()) });
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ text }));
}

async function readAll(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** The gateway adds notes of its own as user messages; they begin with this. */
const GATEWAY_NOTE = "<<<BEGIN_OPENCLAW_INTERNAL_CONTEXT>>>";
/** It also puts facts in front of and behind what the person wrote. */
const FACTS_BEFORE = /^\[[^\]]*\] Conversation info: [\s\S]*?\n```\n\n/;
const FACTS_AFTER = /\n\nRuntime: agent=.*$/s;

function lastOfUser(messages: readonly ChatMessage[]): Pick<Question, "text" | "images"> {
  const last = messages.findLast(
    (message) => message.role === "user" && !textOf(message).startsWith(GATEWAY_NOTE),
  );
  if (last === undefined) return { text: "", images: [] };
  const parts = typeof last.content === "string" ? [] : (last.content ?? []);
  return {
    text: textOf(last).replace(FACTS_BEFORE, "").replace(FACTS_AFTER, ""),
    images: parts.flatMap(({ image_url: image }) => (image === undefined ? [] : [image.url])),
  };
}

function textOf({ content }: ChatMessage): string {
  if (typeof content === "string") return content.trim();
  return (content ?? [])
    .map((part) => part.text ?? "")
    .join("\n")
    .trim();
}
