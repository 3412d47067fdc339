// Requests to the server of this page, with its token.
const token = document.querySelector("meta[name=token]").content;

export async function request(method, path, values = {}, body = undefined) {
  const isFile = body instanceof Blob;
  const headers = method === "GET" ? {} : { "x-assembler-token": token, ...(isFile ? {} : { "content-type": "application/json" }) };
  const response = await fetch(`${path}?${new URLSearchParams(values)}`, { method, headers, body: body === undefined || isFile ? body : JSON.stringify(body) });
  const isData = (response.headers.get("content-type") ?? "").includes("json");
  const answer = isData ? await response.json() : { message: await response.text() };
  return { isRight: response.ok, status: response.status, answer };
}

// The result of a job. `told` hears how far it is.
export async function finished({ job }, told = () => {}) {
  for (;;) {
    const { isRight, answer } = await request("GET", "/job", { id: job });
    if (!isRight || answer.result) return answer.result ?? null;
    told(answer);
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
}
