import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { freePort } from './port.ts'
import { ServerProcess } from './server-process.ts'

/** ms that it may take to listen. */
const PATIENCE = 10_000

const FOLDERS = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin', '/opt/homebrew/sbin']

/** The path of an installed program. */
export function find(program: string): string | undefined {
  return FOLDERS.map(folder => join(folder, program)).find(path => existsSync(path))
}

/**
 * What to call a suite that needs mosquitto: its own name where mosquitto is installed or in CI, where its absence is
 * to fail; otherwise a name that says what to install, for `describe.skip`.
 */
export const mosquittoMissing = find('mosquitto') === undefined && !process.env['CI']
export const mosquittoHint = mosquittoMissing ? ' (skipped: install mosquitto, as in "apt install mosquitto" or "brew install mosquitto")' : ''

export interface MosquittoOptions {
  /** With accounts, nobody gets in without one. */
  accounts?: Record<string, string>
  /** The same with files that are there already: a password file and an access control list. */
  accountFiles?: { passwords: string, acl: string }
  /** Sessions and what waits for them are on disk after every change, and survive `kill` and `resume`. */
  persistent?: boolean
  /** Further lines of its configuration. */
  lines?: string[]
}

/** A mosquitto of one test, on 127.0.0.1 and a port of its own, with its files in a temporary folder. */
export class Mosquitto {
  readonly port: number
  private readonly folder: string
  private readonly server: ServerProcess

  private constructor(port: number, folder: string) {
    this.port = port
    this.folder = folder
    this.server = new ServerProcess({
      program: find('mosquitto') ?? 'mosquitto', arguments: ['-c', join(folder, 'mosquitto.conf')], folder, port, patience: PATIENCE
    })
  }

  static async start(options: MosquittoOptions = {}): Promise<Mosquitto> {
    const broker = new Mosquitto(await freePort(), await mkdtemp(join(tmpdir(), 'breva-mosquitto-')))
    const lines = [`listener ${broker.port} 127.0.0.1`, 'user root', 'max_inflight_messages 100', 'max_queued_messages 100000', ...options.lines ?? []]
    if (options.persistent) lines.push('persistence true', `persistence_location ${broker.folder}/`, 'autosave_on_changes true', 'autosave_interval 1')
    else lines.push('persistence false')
    if (options.accountFiles) {
      lines.push('allow_anonymous false', `password_file ${options.accountFiles.passwords}`, `acl_file ${options.accountFiles.acl}`)
    } else if (options.accounts) {
      const passwords = join(broker.folder, 'passwords')
      await writeFile(passwords, '')
      for (const [user, password] of Object.entries(options.accounts)) {
        const made = spawnSync(find('mosquitto_passwd') ?? 'mosquitto_passwd', ['-b', passwords, user, password])
        if (made.status !== 0) throw new Error(`mosquitto_passwd failed: ${String(made.stderr)}`)
      }
      lines.push('allow_anonymous false', `password_file ${passwords}`)
    } else {
      lines.push('allow_anonymous true')
    }
    await writeFile(join(broker.folder, 'mosquitto.conf'), `${lines.join('\n')}\n`)
    await broker.resume()
    return broker
  }

  /** Starts it again on the same port, with nothing remembered unless it is `persistent`. */
  async resume(): Promise<void> {
    if (find('mosquitto') === undefined) throw new Error('mosquitto is not installed: apt install mosquitto')
    await this.server.start()
  }

  /** Ends it as a crash would. */
  kill(): Promise<void> {
    return this.server.kill()
  }

  /** Lets it read its accounts again. */
  reload(): void {
    this.server.hangUp()
  }

  /** Lets it hold its connections and say nothing, as a machine that hangs; only `kill` and `stop` help. */
  freeze(): void {
    this.server.freeze()
  }

  async stop(): Promise<void> {
    await this.kill()
    await rm(this.folder, { recursive: true, force: true })
  }
}
