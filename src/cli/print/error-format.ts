/** `--error_format` and `KCL_ERROR_FORMAT`: how diagnostics are written (`spec/kcl-frontend.md` F.5). */

export const ERROR_FORMATS = ['pretty', 'short', 'arcanist', 'sarif'] as const

export type ErrorFormat = (typeof ERROR_FORMATS)[number]

/** Case and surrounding blanks do not matter; undefined for an unknown name. */
export function parseErrorFormat(name: string): ErrorFormat | undefined {
  const wanted = name.trim().toLowerCase()
  return ERROR_FORMATS.find((format) => format === wanted)
}
