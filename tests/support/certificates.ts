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

/** Whether the program that makes certificates is missing, which is a failure in CI. */
export const opensslMissing = !process.env['CI'] && !runs('version')
export const opensslHint = opensslMissing ? ' (skipped: install openssl, as in "apt install openssl")' : ''

/** A certificate authority of one test, in a folder that `removeCertificates` takes away. */
export class Authority {
  readonly ca: string
  private readonly folder: string
  private readonly key: string
  private count = 0

  constructor(name = 'Breva test CA') {
    this.folder = mkdtempSync(join(tmpdir(), 'breva-certificates-'))
    folders.push(this.folder)
    this.ca = join(this.folder, 'ca.pem')
    this.key = join(this.folder, 'ca.key')
    openssl(['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '30', '-subj', `/CN=${name}`, '-keyout', this.key, '-out', this.ca])
  }

  /** A certificate for these names, as in `DNS:localhost,IP:127.0.0.1`; `days` from now, which may be past. */
  issue(names: string, { days = 10, subject = 'breva-test' } = {}): Certificate {
    const path = join(this.folder, String(++this.count))
    const made = { cert: `${path}.pem`, key: `${path}.key` }
    const extensions = `${path}.ext`
    writeFileSync(extensions, names === '' ? 'extendedKeyUsage=clientAuth\n' : `subjectAltName=${names}\n`)
    openssl(['req', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-subj', `/CN=${subject}`, '-keyout', made.key, '-out', `${path}.csr`])
    openssl(['x509', '-req', '-in', `${path}.csr`, '-CA', this.ca, '-CAkey', this.key, '-CAcreateserial', '-days', String(days), '-extfile', extensions, '-out', made.cert])
    return made
  }
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
