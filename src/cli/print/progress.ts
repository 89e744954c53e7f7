/** Progress on standard error: one live line on a terminal, a plain line for each step elsewhere, nothing with `--quiet` or `--json` (warnings stay,
 *  unless `--quiet` asks for silence). */
import { assertNever } from '../../base/assert-never.ts'
import type { ProgressEvent } from '../../host/events.ts'
import type { Host } from '../../host/host.ts'
import type { Terminal } from '../../host/terminal.ts'
import type { Context } from '../kit/context.ts'
import type { OutputFlags } from '../kit/flags.ts'

/** Runs an operation with a host whose progress is shown; the live line is gone afterwards, however it ended. */
export async function withHost<T>(context: Context, flags: OutputFlags, work: (host: Host) => Promise<T>): Promise<T> {
  let progress: Progress | undefined
  const report = (event: ProgressEvent): void => {
    progress ??= createProgress(context.terminal, flags)
    progress.report(event)
  }
  try {
    return await work(context.createHost(report))
  } finally {
    progress?.clear()
  }
}

interface Progress {
  readonly report: (event: ProgressEvent) => void
  readonly clear: () => void
}

function createProgress(terminal: Terminal, flags: OutputFlags): Progress {
  if (flags.quiet === true) return { report: () => undefined, clear: () => undefined }
  if (flags.json === true)
    return { report: (event) => event.kind === 'warning' && terminal.writeError(`${formatStep(event)}\n`), clear: () => undefined }
  return terminal.errorIsTerminal ? createLiveProgress(terminal) : createPlainProgress(terminal)
}

/** Logs: each step once, no percentages. */
function createPlainProgress(terminal: Terminal): Progress {
  const begun = new Set<string>()
  return {
    report: (event) => {
      const text = formatStep(event)
      if (event.kind === 'downloading' || event.kind === 'uploading') {
        if (begun.has(text)) return
        begun.add(text)
      }
      if (event.kind !== 'downloaded' && event.kind !== 'uploaded') terminal.writeError(`${text}\n`)
    },
    clear: () => undefined,
  }
}

const REDRAW_AFTER_MS = 80

function createLiveProgress(terminal: Terminal): Progress {
  let drawn = false
  let drawnAt = Number.NEGATIVE_INFINITY
  const clear = (): void => {
    if (drawn) terminal.writeError('\r\u001b[K')
    drawn = false
  }
  return {
    clear,
    report: (event) => {
      if (event.kind === 'notice' || event.kind === 'warning') {
        clear()
        terminal.writeError(`${formatStep(event)}\n`)
        return
      }
      const now = performance.now()
      if (now - drawnAt < REDRAW_AFTER_MS) return
      drawnAt = now
      drawn = true
      terminal.writeError(`\r\u001b[K${(formatStep(event) + formatAmount(event)).slice(0, Math.max(terminal.columns - 1, 20))}`)
    },
  }
}

function formatStep(event: ProgressEvent): string {
  switch (event.kind) {
    case 'resolving':
    case 'downloading':
    case 'downloaded':
    case 'uploading':
    case 'uploaded':
      return `${event.kind} ${event.subject}`
    case 'notice':
      return event.text
    case 'warning':
      return `warning: ${event.text}`
    default:
      return assertNever(event)
  }
}

function formatAmount(event: ProgressEvent): string {
  if (event.kind !== 'downloading' && event.kind !== 'uploading') return ''
  const done = event.kind === 'downloading' ? event.received : event.sent
  if (event.total === undefined || event.total === 0) return ` ${formatBytes(done)}`
  return ` ${Math.floor((done / event.total) * 100)}% of ${formatBytes(event.total)}`
}

/** Decimal units, one digit: `1.4 MB`. */
function formatBytes(count: number): string {
  if (count < 1000) return `${count} B`
  const power = Math.min(Math.floor(Math.log10(count) / 3), 4)
  return `${(count / 1000 ** power).toFixed(1)} ${['B', 'kB', 'MB', 'GB', 'TB'][power]}`
}
