/** Failures of the world in memory, one function each; the codes are those of the world on Node. */
import { KpmError } from '../base/error.ts'

export function nameTaken(path: string): KpmError {
  return new KpmError({ code: 'EXISTS', blame: 'environment', message: `${path} exists already` })
}

/** A file system would refuse it, and so does memory. */
export function fileFailure(action: 'read' | 'write' | 'create' | 'remove' | 'rename' | 'copy', path: string, reason: string): KpmError {
  return new KpmError({ code: 'FILE_SYSTEM', blame: 'environment', message: `cannot ${action} ${path}: ${reason}` })
}

export function noNetwork(url: string): KpmError {
  return new KpmError({ code: 'HOST_UNKNOWN', blame: 'environment', message: `${url}: there is no network here` })
}

export function contentTooLarge(limit: number): KpmError {
  return new KpmError({ code: 'TOO_LARGE', blame: 'input', message: `decompressed content is larger than ${limit} bytes` })
}

export function damagedGzip(reason: string): KpmError {
  return new KpmError({ code: 'GZIP_INVALID', blame: 'input', message: `damaged gzip data: ${reason}` })
}
