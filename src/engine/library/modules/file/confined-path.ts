/** Where the `file` module may go: nowhere but into the folder of the file that contains the call (`spec/kcl-0.13-changes.md` B.11). */
import { EvaluationFault } from '../../../faults/evaluation.ts'
import type { LibraryContext } from '../../declare.ts'

/** The folder of the calling file, absolute. */
export function confinementRoot(context: LibraryContext): string {
  const file = context.callerFile()
  const absolute = file.startsWith('/') ? file : `${context.host.workDirectory}/${file}`
  return absolute.slice(0, Math.max(absolute.lastIndexOf('/'), 1))
}

/** The absolute path. Any `..` is refused, also one that would stay inside. */
export function confine(context: LibraryContext, path: string): string {
  const root = confinementRoot(context)
  const escapes = path.split('/').includes('..') || (path.startsWith('/') && path !== root && !path.startsWith(`${root}/`))
  if (escapes) throw new EvaluationFault(`path '${path}' escapes module root '${root}'`)
  return path.startsWith('/') ? path : `${root}/${path}`
}
