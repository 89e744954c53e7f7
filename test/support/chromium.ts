/** A page in Debian's Chromium without a window: a server on the loopback gives it files, and takes back what it finds. */
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'

const PROGRAM = '/usr/bin/chromium'

/** True when Chromium is there. When it is not: throws under `KPM_REQUIRE_BROWSER=1`, else warns that `what` is skipped. */
export function hasChromium(what: string): boolean {
  if (existsSync(PROGRAM)) return true
  if (process.env['KPM_REQUIRE_BROWSER'] === '1') throw new Error(`${what}: ${PROGRAM} is absent and KPM_REQUIRE_BROWSER=1`)
  console.warn(`skipped: ${what} (${PROGRAM} is absent)`)
  return false
}

export interface Page {
  /** A module: its default export, a promise, is what the page finds; it must be JSON. `import … from 'kpm'` is `kpmPath`. */
  readonly script: string
  readonly kpmPath: string
  /** The content of every other path, undefined when there is none. */
  readonly read: (path: string) => string | undefined
}

/** What the page finds. Rejects with the page's own error, when Chromium ends, and after `timeout` milliseconds. */
export async function openInChromium(page: Page, timeout: number): Promise<unknown> {
  const profile = mkdtempSync(`${tmpdir()}/kpm-chromium-`)
  let report: (body: string) => void = () => undefined
  const reported = new Promise<string>((resolve) => (report = resolve))
  const server = createServer(
    (request, response) => void answer(page, request, response).then((body) => body === undefined || report(body)),
  )
  const url = await listen(server)
  // In a group of its own, so that all its processes can be ended.
  const browser = spawn(PROGRAM, [...FLAGS, `--user-data-dir=${profile}`, url], { detached: true, stdio: ['ignore', 'ignore', 'pipe'] })
  let complaints = ''
  browser.stderr.setEncoding('utf8').on('data', (text: string) => (complaints = (complaints + text).slice(-2000)))
  const closed = new Promise<void>((resolve) => browser.once('close', () => resolve()))
  let timer: NodeJS.Timeout | undefined
  try {
    const body = await Promise.race([
      reported,
      new Promise<never>((_, reject) => {
        browser.once('error', reject)
        browser.once('exit', (code) => reject(new Error(`Chromium ended with ${code}: ${complaints}`)))
        timer = setTimeout(() => reject(new Error(`Chromium found nothing within ${timeout} ms: ${complaints}`)), timeout)
      }),
    ])
    const { found, error }: { found?: unknown; error?: string } = JSON.parse(body)
    if (error !== undefined) throw new Error(`the page failed: ${error}`)
    return found
  } finally {
    clearTimeout(timer)
    if (browser.pid !== undefined && browser.exitCode === null) process.kill(-browser.pid, 'SIGKILL')
    await closed
    server.closeAllConnections()
    server.close()
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
  }
}

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
]

function listen(server: Server): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`))
  })
}

/** The body when the page reports. */
async function answer(page: Page, request: IncomingMessage, response: ServerResponse): Promise<string | undefined> {
  const path = request.url ?? '/'
  if (request.method === 'POST') {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    response.end()
    return Buffer.concat(chunks).toString('utf8')
  }
  const content = path === '/' ? frame(page.kpmPath) : path === '/script.js' ? page.script : page.read(path)
  response.writeHead(content === undefined ? 404 : 200, { 'content-type': path === '/' ? 'text/html' : 'text/javascript' })
  response.end(content)
  return undefined
}

function frame(kpmPath: string): string {
  return `<!doctype html><meta charset="utf-8"><script type="importmap">{ "imports": { "kpm": ${JSON.stringify(kpmPath)} } }</script>
<script type="module">
  const report = (outcome) => fetch('/report', { method: 'POST', body: JSON.stringify(outcome) })
  try {
    report({ found: await (await import('/script.js')).default })
  } catch (error) {
    report({ error: String(error.stack) })
  }
</script>`
}
