/** `crypto`: digests as lowercase hex, random UUIDs. The algorithms are not loaded before a program imports the module (`preload.ts`). */
import { EvaluationFault } from '../../faults/evaluation.ts'
import { declare, type Builtin } from '../declare.ts'
import { requireText, textOf } from './arguments.ts'
import type { DigestName } from './crypto/algorithms.ts'
import { defineModule, type SystemModule } from './system-module.ts'
import { preloadedAlgorithms } from './preload.ts'
import { unwrapFault } from './rust-text.ts'

export function cryptoModule(): SystemModule {
  return defineModule('crypto', [
    digest('md5'),
    digest('sha1'),
    digest('sha224'),
    digest('sha256'),
    digest('sha384'),
    digest('sha512'),
    digest('blake3'),
    declare('uuid() -> str', (context) => formatUuid(context.host.randomBytes(16))),
    declare('filesha256(filepath: str) -> str', (context, args) => {
      const path = requireText(args, 'filesha256', 'filepath')
      const content = path === '' ? undefined : context.host.readFile(path)
      if (content !== undefined) return formatHex(preloadedAlgorithms().digest('sha256', content))
      if (path !== '' && context.host.stat(path)?.kind === 'folder')
        throw new EvaluationFault(`failed to read file '${path}': Is a directory (os error 21)`)
      throw new EvaluationFault(`failed to access file '${path}': No such file or directory (os error 2)`)
    }),
  ])
}

function digest(name: DigestName): Builtin {
  return declare(`${name}(value: str, encoding?: str) -> str`, (_, args) => {
    const value = requireText(args, name, 'value')
    const label = args.has(1, 'encoding') ? textOf(args.at(1, 'encoding')) : 'utf-8'
    return formatHex(preloadedAlgorithms().digest(name, encodeText(value, label)))
  })
}

/** `label` is a WHATWG encoding label; the case of ASCII letters is ignored and blanks count as hyphens. */
function encodeText(text: string, label: string): Uint8Array {
  const normalized = label.replaceAll(' ', '-').replace(/[A-Z]/g, (letter) => letter.toLowerCase())
  if (normalized === 'utf-8' || normalized === 'utf8') return new TextEncoder().encode(text)
  const bytes = preloadedAlgorithms().encode(text, normalized)
  if (bytes === 'unknown encoding') throw unwrapFault(`unknown encoding ${normalized}`)
  if (bytes === 'unmappable') throw unwrapFault(`encoding errors occurred while encoding to ${normalized}`)
  return bytes
}

/** RFC 9562 version 4. */
function formatUuid(random: Uint8Array): string {
  const bytes = Uint8Array.from(random)
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  return formatHex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

function formatHex(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += byte.toString(16).padStart(2, '0')
  return text
}
