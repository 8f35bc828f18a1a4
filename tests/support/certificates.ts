import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Paths of a certificate and of its private key. */
export interface Certificate {
  cert: string
  key: string
}

const folders: string[] = []
const DAY = 86_400_000

/** Whether the program that makes certificates is missing, which is a failure in CI. */
export const opensslMissing = !process.env['CI'] && !runs('version')
export const opensslHint = opensslMissing ? ' (skipped: install openssl, as in "apt install openssl")' : ''

/** A certificate authority of one test, in a folder that `removeCertificates` takes away. */
export class Authority {
  readonly ca: string
  private readonly folder: string
  private readonly key: string
  private readonly config: string
  private count = 0

  constructor(name = 'Breva test CA') {
    this.folder = mkdtempSync(join(tmpdir(), 'breva-certificates-'))
    folders.push(this.folder)
    this.ca = join(this.folder, 'ca.pem')
    this.key = join(this.folder, 'ca.key')
    openssl(['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '30', '-subj', `/CN=${name}`, '-keyout', this.key, '-out', this.ca])
    this.config = join(this.folder, 'ca.cnf')
    const [index, serial] = ['index', 'serial'].map(name => join(this.folder, name))
    writeFileSync(this.config, `[ca]\ndefault_ca=own\n[own]\ndatabase=${index}\nserial=${serial}\nnew_certs_dir=${this.folder}\nunique_subject=no\ndefault_md=sha256\npolicy=any\n[any]\ncommonName=supplied\n`)
    writeFileSync(index, '')
    writeFileSync(serial, '01\n')
  }

  /** A certificate for these names, as in `DNS:localhost,IP:127.0.0.1`; valid `from` and until `days` from now, both in days, which may be past. */
  issue(names: string, { from = -2, days = 10, subject = 'breva-test' } = {}): Certificate {
    const path = join(this.folder, String(++this.count))
    const made = { cert: `${path}.pem`, key: `${path}.key` }
    const extensions = `${path}.ext`
    writeFileSync(extensions, names === '' ? 'extendedKeyUsage=clientAuth\n' : `subjectAltName=${names}\n`)
    openssl(['req', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-subj', `/CN=${subject}`, '-keyout', made.key, '-out', `${path}.csr`])
    // "openssl x509" takes a first day from release 3.4 on only.
    const dates = ['-startdate', utcTime(from), '-enddate', utcTime(days)]
    openssl(['ca', '-batch', '-notext', '-config', this.config, '-cert', this.ca, '-keyfile', this.key, '-in', `${path}.csr`, ...dates, '-extfile', extensions, '-out', made.cert])
    return made
  }
}

/** A time so many days from now as certificates have it: `260131180405Z`. */
function utcTime(days: number): string {
  return `${new Date(Date.now() + days * DAY).toISOString().slice(2, 19).replace(/[-:T]/g, '')}Z`
}

/** For `afterAll`. */
export function removeCertificates(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
}

function openssl(words: string[]): void {
  execFileSync('openssl', words, { stdio: ['ignore', 'ignore', 'pipe'] })
}

function runs(word: string): boolean {
  try {
    openssl([word])
    return true
  } catch {
    return false
  }
}
