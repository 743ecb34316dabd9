// The live connection: events in order, the whole state again after a gap or a reconnect.
import { getJson } from "./api.js";
import { apply, takeState } from "./events.js";
import { changed, state } from "./store.js";

const RETRY_MS = [500, 1000, 2000, 4000];

let socket = null;
let failures = 0;
let loading = false;
let again = false;
let waiting = []; // events that came while the state was being fetched
let reloadTimer = 0;

export function connect() {
  clearTimeout(reloadTimer);
  const scheme = location.protocol === "https:" ? "wss:" : "ws:";
  socket = new WebSocket(`${scheme}//${location.host}/page/ws`);
  socket.onopen = () => reload();
  socket.onmessage = (message) => receive(JSON.parse(message.data));
  socket.onclose = lost;
}

function lost() {
  setTimeout(connect, failed());
}

/** Shows that the world on screen may be old (or cannot be had at all); how many ms to wait before the next try. */
function failed() {
  state.online = false;
  if (!state.world && failures > 0) state.phase = "failed";
  changed();
  return RETRY_MS[Math.min(failures++, RETRY_MS.length - 1)];
}

function receive(event) {
  if (loading) {
    waiting.push(event);
    return;
  }
  if (!state.world || event.seq <= state.world.seq) return;
  const gap = event.seq !== state.world.seq + 1;
  if (gap || apply(event) === "reload") reloadSoon();
  state.world.seq = event.seq;
  changed();
}

/** Several causes in one breath (a start sends many) fetch the state once. */
export function reloadSoon() {
  clearTimeout(reloadTimer);
  reloadTimer = setTimeout(reload, 40);
}

export async function reload() {
  if (loading) {
    again = true;
    return;
  }
  loading = true;
  try {
    takeState(await getJson("/page/state"));
    failures = 0;
  } catch (error) {
    console.warn("The state could not be read:", error);
    clearTimeout(reloadTimer);
    if (socket.readyState === WebSocket.OPEN) reloadTimer = setTimeout(reload, failed());
  }
  loading = false;
  const held = waiting;
  waiting = [];
  held.forEach(receive);
  changed();
  if (again) {
    again = false;
    reloadSoon();
  }
}
