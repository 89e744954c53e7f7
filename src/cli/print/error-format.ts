/** `--error_format` and `KCL_ERROR_FORMAT`: how diagnostics are written (`spec/kcl-frontend.md` F.5). */
import type { Context } from '../kit/context.ts'
import { invalidFlagValue } from '../kit/errors.ts'

export const ERROR_FORMATS = ['pretty', 'short', 'arcanist', 'sarif'] as const

export type ErrorFormat = (typeof ERROR_FORMATS)[number]

/** Case and surrounding blanks do not matter; undefined for an unknown name. */
export function parseErrorFormat(name: string): ErrorFormat | undefined {
  const wanted = name.trim().toLowerCase()
  return ERROR_FORMATS.find((format) => format === wanted)
}

/** What the flag says, else the environment, else pretty. Throws USAGE; ask before anything else, so that a long run does not end in this complaint. */
export function chooseErrorFormat(flag: string | undefined, { errorFormat: fallback = 'pretty' }: Context): ErrorFormat {
  const format = parseErrorFormat(flag ?? fallback)
  if (format !== undefined) return format
  throw invalidFlagValue(flag === undefined ? 'KCL_ERROR_FORMAT' : '--error_format', flag ?? fallback, ERROR_FORMATS.join(', '))
}
