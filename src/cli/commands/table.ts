/** Every command, by name; its module is loaded only when it is used. */
import type { Command } from 'commander'
import type { Context } from '../kit/context.ts'

/** Declares arguments and flags, and sets the action. */
export type Declare = (command: Command, context: Context) => void

export interface CommandEntry {
  readonly name: string
  readonly summary: string
  readonly load: () => Promise<Declare>
}

export const COMMANDS: readonly CommandEntry[] = [
  {
    name: 'run',
    summary: 'evaluate files, a folder, an archive or a published package',
    load: async () => (await import('./run.ts')).declareRun,
  },
  {
    name: 'check',
    summary: 'find errors in files, folders or packages without running them',
    load: async () => (await import('./check.ts')).declareCheck,
  },
  {
    name: 'lint',
    summary: 'find errors and doubtful imports',
    load: async () => (await import('./lint.ts')).declareLint,
  },
  {
    name: 'login',
    summary: 'verify credentials with a registry and store them',
    load: async () => (await import('./login.ts')).declareLogin,
  },
  {
    name: 'logout',
    summary: 'forget the credentials of a registry',
    load: async () => (await import('./logout.ts')).declareLogout,
  },
  {
    name: 'push',
    summary: 'pack the package in this folder and publish it',
    load: async () => (await import('./push.ts')).declarePush,
  },
  {
    name: 'pull',
    summary: 'fetch a published package into a folder',
    load: async () => (await import('./pull.ts')).declarePull,
  },
  {
    name: 'version',
    summary: 'print the version of kpm',
    load: async () => (await import('./version.ts')).declareVersion,
  },
]
