/* Sends a picture in parts. Where the connection breaks it asks how much has come, and goes on from there. */

const UPLOADS = "/admin/articles/picture/uploads/"
const PART = 1024 * 1024
const PAUSES = [500, 1000, 2000, 4000, 8000, 8000, 8000, 8000] // ms before trying again; then it gives up
const PATIENCE = 60_000 // ms for one part

/* What the server says no to, in its words. */
export class Refused extends Error {}

const cookie = (name) => new RegExp(`(?:^|; )${name}=([^;]*)`).exec(document.cookie)?.[1] ?? ""

const wait = (pause, signal) =>
  new Promise((done, failed) => {
    const timer = setTimeout(done, pause)
    addEventListener("online", done, { once: true })
    signal?.addEventListener("abort", () => {
      clearTimeout(timer)
      failed(signal.reason)
    })
  })

async function ask(method, address, { headers = {}, body, signal } = {}) {
  const patience = AbortSignal.timeout(PATIENCE)
  const answer = await fetch(address, {
    method,
    body,
    redirect: "error",
    headers: { "Tus-Resumable": "1.0.0", "X-CSRFToken": cookie("csrftoken"), ...headers },
    signal: signal ? AbortSignal.any([signal, patience]) : patience,
  })
  if (answer.status >= 500 && answer.status !== 507) throw new Error(`The server answered ${answer.status}.`)
  return answer
}

const reason = async (answer) => {
  if ([401, 403].includes(answer.status)) return "You are logged out, or may not add pictures. Log in again, then send it once more."
  const told = await answer.json().catch(() => null)
  return told?.error ?? `The server answered ${answer.status}. Send the picture again.`
}

/* The next step that works, asked again after a pause for as long as nothing answers. */
async function steadily(step, { signal, waiting }) {
  for (const pause of [...PAUSES, null]) {
    try {
      return await step()
    } catch (error) {
      if (error instanceof Refused || signal?.aborted) throw error
      if (pause === null) throw new Refused("The connection is lost. Try again when it is back: what has come is kept for a day.")
      waiting?.(true)
      await wait(pause, signal)
    }
  }
}

/* Sends a file; gives the picture as the library describes it. `progress` is told a share from 0 to 1, `waiting` whether
   it waits for the connection. Throws Refused with words for the person. `state` keeps where it was: given again, it
   goes on from there. */
export async function sendPicture(file, { progress, waiting, signal, state = {} } = {}) {
  const steady = (step) => steadily(step, { signal, waiting })
  state.address ??= await steady(async () => {
    const answer = await ask("POST", UPLOADS, { headers: { "Upload-Length": String(file.size) }, signal })
    if (answer.status !== 201) throw new Refused(await reason(answer))
    return answer.headers.get("Location")
  })
  let offset = 0
  while (offset < file.size) {
    let asks = state.begun // what came of the last part is not known after it failed
    offset = await steady(async () => {
      let from = offset
      if (asks) {
        const told = await ask("HEAD", state.address, { signal })
        if (told.status !== 200) throw new Refused("What had come of this file is gone. Send it again.")
        from = Number(told.headers.get("Upload-Offset"))
        if (from >= file.size) return from
      }
      asks = state.begun = true
      const headers = { "Content-Type": "application/offset+octet-stream", "Upload-Offset": String(from) }
      const answer = await ask("PATCH", state.address, { headers, body: file.slice(from, from + PART), signal })
      if (answer.status === 409) throw new Error("It is elsewhere by now.")
      if (answer.status !== 204) throw new Refused(await reason(answer))
      waiting?.(false)
      return Number(answer.headers.get("Upload-Offset"))
    })
    state.begun = false
    progress?.(offset / file.size)
  }
  return steady(async () => {
    const answer = await ask("POST", `${state.address}keep/`, { signal })
    if (answer.status === 409) throw new Error("It is not complete.")
    if (answer.status === 422) state.address = undefined // the server has dropped it
    if (answer.status !== 201) throw new Refused(await reason(answer))
    return answer.json()
  })
}

/* Gives up: the server forgets what has come. */
export function dropUpload(state) {
  if (state.address) ask("DELETE", state.address).catch(() => {})
}
