// Calls to the sandbox server. A refusal carries the server's own words.

export class Refused extends Error {}

async function call(method, path, body) {
  const options = { method, headers: {} };
  if (body !== undefined) {
    options.headers["Content-Type"] = "application/json";
    options.body = JSON.stringify(body);
  }
  const response = await fetch(path, options);
  const text = await response.text();
  let answer = {};
  try {
    answer = text ? JSON.parse(text) : {};
  } catch {
    answer = { error: text.slice(0, 200) };
  }
  if (!response.ok) throw new Refused(answer.error ?? answer.description ?? `${response.status} ${response.statusText}`);
  return answer;
}

export const getJson = (path) => call("GET", path);
export const post = (action, body) => call("POST", `/page/${action}`, body);
