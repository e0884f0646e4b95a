import type { HttpAnswer } from "./deliver.ts";

/** An HTML page as a gateway in front of the API answers it. */
export const htmlPage = (status: number, title: string, detail = ""): HttpAnswer => ({
  status,
  headers: { "content-type": "text/html" },
  body: `<html>\r\n<head><title>${status} ${title}</title></head>\r\n<body>\r\n<center><h1>${status} ${title}</h1></center>\r\n${detail}<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n`,
});

export const json = (status: number, body: unknown): HttpAnswer => ({
  status,
  headers: { "content-type": "application/json; charset=utf-8" },
  body: JSON.stringify(body),
});
