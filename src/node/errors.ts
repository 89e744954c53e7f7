/** Failures of the machine underneath, one function each. */
import { KpmError } from '../base/error.ts'

export type FileAction = 'read' | 'write' | 'list' | 'create' | 'remove' | 'rename' | 'inspect' | 'lock'

/** A system call on a file failed; `cause` is what Node threw. */
export function fileFailure(action: FileAction, path: string, cause: unknown): KpmError {
  const code = systemCode(cause)
  const hint = HINTS[code ?? '']
  return new KpmError({
    code: 'FILE_SYSTEM',
    blame: 'environment',
    message: `cannot ${action} ${path}: ${systemReason(cause)}`,
    ...(hint === undefined ? {} : { hint }),
    cause,
  })
}

export function nameTaken(path: string, cause: unknown): KpmError {
  return new KpmError({ code: 'EXISTS', blame: 'environment', message: `${path} exists already`, cause })
}

export function lockTimeout(path: string, seconds: number): KpmError {
  return new KpmError({
    code: 'LOCKED',
    blame: 'environment',
    message: `another process has held the lock of ${path} for ${seconds} seconds`,
    hint: `wait for it to end; if there is none, remove ${path}.lock`,
  })
}

export function invalidEnvironment(name: string, value: string, expected: string): KpmError {
  return new KpmError({
    code: 'ENVIRONMENT_INVALID',
    blame: 'input',
    message: `environment variable ${name} is '${value}', expected ${expected}`,
  })
}

export function invalidSettingsFile(path: string, reason: string): KpmError {
  return new KpmError({
    code: 'SETTINGS_INVALID',
    blame: 'input',
    message: `cannot use the settings file ${path}: ${reason}`,
    hint: 'correct or remove it',
  })
}

export function contentTooLarge(limit: number): KpmError {
  return new KpmError({ code: 'TOO_LARGE', blame: 'input', message: `decompressed content is larger than ${limit} bytes` })
}

export function streamTooLong(name: string, limit: number): KpmError {
  return new KpmError({ code: 'TOO_LARGE', blame: 'input', message: `${name} gives more than ${limit} bytes, more than a text can hold` })
}

export function damagedGzip(cause: unknown): KpmError {
  return new KpmError({ code: 'GZIP_INVALID', blame: 'input', message: `damaged gzip data: ${systemReason(cause)}`, cause })
}

/** Ctrl-C, or the end of the input, at a question. */
export function interrupted(): KpmError {
  return new KpmError({ code: 'INTERRUPTED', blame: 'input', message: 'interrupted' })
}

/** `ENOENT`, `EACCES`, … of an error Node threw. */
export function systemCode(cause: unknown): string | undefined {
  if (typeof cause !== 'object' || cause === null || !('code' in cause)) return undefined
  return typeof cause.code === 'string' ? cause.code : undefined
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'operation not permitted',
  ENOENT: 'no such file or directory',
  ENOTDIR: 'not a directory',
  EISDIR: 'is a directory',
  ENOSPC: 'no space left on the device',
  EROFS: 'the file system is read-only',
  EMFILE: 'too many open files',
  ENAMETOOLONG: 'the name is too long',
  ELOOP: 'too many symbolic links',
  EXDEV: 'another file system',
}

const HINTS: Readonly<Record<string, string>> = {
  EACCES: 'check who owns it and its permissions',
  EROFS: 'choose a writable place, for the store with KCL_PKG_PATH',
  ENOSPC: 'free some space and run the command again',
}

function systemReason(cause: unknown): string {
  const code = systemCode(cause)
  const known = code === undefined ? undefined : REASONS[code]
  if (known !== undefined) return known
  return cause instanceof Error ? cause.message : String(cause)
}
