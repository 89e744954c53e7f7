/** Asks the real engine. KPM_ORACLE is the command that runs one program for `run FILE [flag...]`, and, for `serve`, one JSON case a line:
 *  {"cwd", "argv"} → {"rc", "out", "err"}. */
import { spawn } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'

/** `cases`: `{ files: { path: text }, words, root }`; each is written into its root first, which is removed afterwards; without `files` the root is
 *  somebody's and left alone. Answers `{ code, out, err }` in the same order. */
export async function askOracle(cases) {
  const command = process.env.KPM_ORACLE?.split(' ') ?? []
  if (command.length === 0) throw new Error('KPM_ORACLE is not set: the command of the real engine')
  for (const { files, root } of cases) {
    for (const [path, text] of Object.entries(files ?? {})) {
      mkdirSync(dirname(join(root, path)), { recursive: true })
      writeFileSync(join(root, path), text)
    }
  }
  const child = spawn('nice', ['-n', '5', ...command, 'serve'], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, KCL_ORACLE_TIMEOUT: '10' },
  })
  child.stdin.end(cases.map(({ words, root }) => `${JSON.stringify({ cwd: root, argv: ['run', ...words] })}\n`).join(''))
  const answers = []
  for await (const line of createInterface({ input: child.stdout })) {
    const { rc, out, err } = JSON.parse(line)
    answers.push({ code: rc, out, err })
  }
  for (const { files, root } of cases) if (files !== undefined) rmSync(root, { recursive: true, force: true })
  return answers
}
