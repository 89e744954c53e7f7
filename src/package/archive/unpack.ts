/** Bytes of an archive → the files inside, in memory. Everything a KCL package needs is a plain file or a folder, so everything else is refused, and so is
 *  a name that could leave the folder, hide another on some file system, or not exist on one (oci-client, §5.6). tar and gzip are told apart by their
 *  first bytes, never by name or media type. */
import { type TarHeader, unpackTar } from 'modern-tar'
import { KpmError } from '../../base/error.ts'
import type { Host } from '../../host/host.ts'
import { archiveDamaged, archiveRefused } from '../errors.ts'

export interface UnpackedFile {
  readonly path: string
  readonly content: Uint8Array
}

export interface UnpackLimits {
  /** Bytes of the whole archive once decompressed. */
  readonly totalSize: number
  readonly entries: number
  /** Folders in a name. */
  readonly depth: number
  /** UTF-8 bytes of a name. */
  readonly pathLength: number
}

export const UNPACK_LIMITS: UnpackLimits = { totalSize: 512 * 1024 * 1024, entries: 50_000, depth: 64, pathLength: 1024 }

/** `subject` names the archive in messages. Empty folders are dropped. Throws ARCHIVE_DAMAGED, ARCHIVE_REFUSED, TOO_LARGE. */
export async function unpackArchive(
  host: Pick<Host, 'gunzip'>,
  archive: Uint8Array,
  subject: string,
  limits: UnpackLimits = UNPACK_LIMITS,
): Promise<readonly UnpackedFile[]> {
  const tar = isGzip(archive) ? decompress(host, archive, subject, limits.totalSize) : archive
  if (tar.length > limits.totalSize) throw archiveRefused(subject, `it has more than ${limits.totalSize} bytes`)
  const checkEntry = createEntryCheck(subject, limits)
  const files: UnpackedFile[] = []
  for (const entry of await readTar(tar, subject, checkEntry)) {
    if (entry.header.type === 'directory') continue
    files.push({ path: cleanName(entry.header.name), content: entry.data ?? new Uint8Array() })
  }
  return files
}

function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b
}

function decompress(host: Pick<Host, 'gunzip'>, archive: Uint8Array, subject: string, limit: number): Uint8Array {
  try {
    return host.gunzip(archive, limit)
  } catch (error) {
    if (error instanceof KpmError && error.code === 'TOO_LARGE') throw archiveRefused(subject, `it unpacks to more than ${limit} bytes`)
    throw archiveDamaged(subject, 'the gzip stream is broken', error)
  }
}

async function readTar(tar: Uint8Array, subject: string, check: (header: TarHeader) => void): ReturnType<typeof unpackTar> {
  try {
    return await unpackTar(tar, {
      strict: true,
      filter: (header) => {
        check(header)
        return true
      },
    })
  } catch (error) {
    if (error instanceof KpmError) throw error
    const reason = error instanceof Error ? error.message.replace(/\.$/, '') : 'not a tar archive'
    throw archiveDamaged(subject, reason, error)
  }
}

/** Sees every header before its content; remembers the names, because two that differ only by case or Unicode form are one file on some systems. */
function createEntryCheck(subject: string, limits: UnpackLimits): (header: TarHeader) => void {
  const seen = new Map<string, { readonly name: string; readonly isFolder: boolean }>()
  let count = 0
  return (header) => {
    count += 1
    if (count > limits.entries) throw archiveRefused(subject, `it has more than ${limits.entries} entries`)
    const isFolder = header.type === 'directory'
    if (!isFolder && header.type !== 'file')
      throw archiveRefused(subject, `'${shown(header.name)}' is a ${header.type}; only files and folders are unpacked`)
    if (Object.keys(header.pax ?? {}).some((key) => key.startsWith('GNU.sparse'))) {
      throw archiveRefused(subject, `'${shown(header.name)}' is a sparse file`)
    }
    const name = cleanName(header.name)
    if (name === '' && isFolder) return
    const fault = faultOfName(name, limits)
    if (fault !== undefined) throw archiveRefused(subject, `the name '${shown(header.name)}' ${fault}`)
    remember(name, isFolder)
  }

  function remember(name: string, isFolder: boolean): void {
    const parts = name.split('/')
    for (let length = 1; length <= parts.length; length += 1) {
      const path = parts.slice(0, length).join('/')
      const isLast = length === parts.length
      const key = path.normalize('NFC').toLowerCase()
      const known = seen.get(key)
      if (known === undefined) {
        seen.set(key, { name: path, isFolder: isFolder || !isLast })
        continue
      }
      if (known.name !== path) throw archiveRefused(subject, `'${shown(known.name)}' and '${shown(path)}' are one name on some systems`)
      if (!known.isFolder || (isLast && !isFolder)) throw archiveRefused(subject, `'${shown(path)}' is there twice`)
    }
  }
}

/** Older kpm versions wrote `.` and `./x`; folders may end with a slash. */
function cleanName(name: string): string {
  const relative = name === '.' ? '' : name.replace(/^(?:\.\/)+/, '')
  return relative.endsWith('/') ? relative.slice(0, -1) : relative
}

const RESERVED = /^(?:con|prn|aux|nul|com[1-9¹²³]|lpt[1-9¹²³]|conin\$|conout\$)(?:\.|$)/i

function faultOfName(name: string, limits: UnpackLimits): string | undefined {
  if (name === '') return 'is empty'
  if (name.startsWith('/')) return 'is absolute'
  if (new TextEncoder().encode(name).length > limits.pathLength) return `is longer than ${limits.pathLength} bytes`
  if (name.includes('\\')) return 'contains a backslash'
  if (name.includes(':')) return 'contains a colon'
  if (/\p{Cc}/u.test(name)) return 'contains a control character'
  if (name.includes('\ufffd')) return 'is not UTF-8'
  const parts = name.split('/')
  if (parts.length > limits.depth) return `is more than ${limits.depth} folders deep`
  for (const part of parts) {
    if (part === '..') return 'leaves the package'
    if (part === '' || part === '.') return `contains an empty or '.' part`
    if (/[. ]$/.test(part)) return 'has a part that ends in a dot or a space, which Windows drops'
    if (RESERVED.test(part)) return `contains '${part}', a device name on Windows`
  }
  return undefined
}

/** Names from outside are shown without control characters and not at full length. */
function shown(name: string): string {
  const printable = name.replaceAll(/\p{Cc}/gu, '\ufffd')
  return printable.length > 200 ? `${printable.slice(0, 200)}…` : printable
}
