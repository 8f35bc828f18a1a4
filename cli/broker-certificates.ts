import { X509Certificate } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { createSecureContext, type SecureContext } from 'node:tls'
import { isIP } from 'node:net'
import type { BrokerAddress, BrokerTls } from './broker-address.ts'
import { CommandError } from './command-error.ts'
import { USAGE } from './exit-code.ts'
import { printable } from './printable.ts'

/** A file of the command line, the environment or `.env`, with what named it. */
export interface NamedFile {
  path: string
  /** Such as `--ca`. */
  named: string
}

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^]*?-----END CERTIFICATE-----/g

/**
 * Reads what TLS to a broker takes, and checks all of it that can be checked before there is a connection. Throws a `CommandError` with USAGE that names the
 * file and what named it. `warn` hears of a private key that every user may read, and of a certificate that is out of date.
 */
export function readCertificates(files: { ca?: NamedFile, cert?: NamedFile, key?: NamedFile }, warn: (message: string) => void): BrokerTls {
  const { ca, cert, key } = files
  const tls: BrokerTls = {}
  if (ca) tls.ca = { path: ca.path, pem: certificates(ca) }
  if (cert && key) {
    const certificate = certificates(cert)
    tls.client = { certificate, key: privateKey(key, warn) }
    checkPair(tls.client, cert, key)
    const { validTo } = new X509Certificate(certificate)
    if (Date.parse(validTo) < Date.now()) warn(`the client certificate ${printable(cert.path)} is out of date since ${validTo}. The broker will refuse it.`)
  } else if (cert) throw usage(`${cert.named} names a client certificate, and its private key is missing: add --key, or BREVA_BROKER_KEY.`)
  else if (key) throw usage(`${key.named} names a private key, and its certificate is missing: add --cert, or BREVA_BROKER_CERT.`)
  return tls
}

/** Options for `tls.connect`. */
export interface VerifiedTls {
  secureContext: SecureContext
  servername?: string
  rejectUnauthorized: true
}

/** How to speak TLS to a broker: chain, name and date are verified, always. Undefined for a broker without TLS. */
export function tlsOptions({ host, tls }: BrokerAddress): VerifiedTls | undefined {
  if (!tls) return undefined
  return {
    secureContext: createSecureContext({
      minVersion: 'TLSv1.2',
      ...tls.ca && { ca: tls.ca.pem },
      ...tls.client && { cert: tls.client.certificate, key: tls.client.key }
    }),
    // An address has no name to be asked for; it is compared with those in the certificate.
    ...isIP(host) === 0 && { servername: host },
    // Said, so that no variable of the environment says otherwise.
    rejectUnauthorized: true
  }
}

function certificates(file: NamedFile): string {
  const text = contents(file)
  const found = text.match(CERTIFICATE) ?? []
  const where = `${file.named}: ${printable(file.path)}`
  if (found.length === 0) {
    const der = isCertificate(readFileSync(file.path))
    throw usage(der
      ? `${where} is a certificate in DER. Convert it with: openssl x509 -inform der -in ${printable(file.path)} -out ca.pem`
      : `${where} holds no certificate in PEM, which begins with -----BEGIN CERTIFICATE-----. Check the path.`)
  }
  const broken = found.findIndex(pem => !isCertificate(pem))
  if (broken >= 0) throw usage(`${where} is damaged: its certificate number ${broken + 1} cannot be read. Copy the file again.`)
  return found.join('\n')
}

function isCertificate(content: string | Buffer): boolean {
  try {
    new X509Certificate(content)
    return true
  } catch {
    return false
  }
}

function privateKey(file: NamedFile, warn: (message: string) => void): string {
  const text = contents(file)
  const where = `${file.named}: ${printable(file.path)}`
  if (!/-----BEGIN (\w+ )*PRIVATE KEY-----/.test(text)) throw usage(`${where} holds no private key in PEM. Check the path.`)
  if (/ENCRYPTED/.test(text)) throw usage(`${where} is protected by a passphrase. Remove it with: openssl pkey -in ${printable(file.path)} -out plain.pem, and keep that file to yourself (chmod 600).`)
  if (process.platform !== 'win32' && (statSync(file.path).mode & 0o004) !== 0) {
    warn(`every user of this machine can read the private key ${printable(file.path)}. Only you may, after: chmod 600 ${printable(file.path)}`)
  }
  return text
}

function checkPair({ certificate, key }: { certificate: string, key: string }, cert: NamedFile, keyFile: NamedFile): void {
  try {
    createSecureContext({ cert: certificate, key })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ERR_OSSL_X509_KEY_VALUES_MISMATCH') throw usage(`The private key ${printable(keyFile.path)} does not belong to the certificate ${printable(cert.path)}. Check both paths.`)
    throw usage(`The client certificate ${printable(cert.path)} cannot be used with the key ${printable(keyFile.path)} (${code ?? 'no reason given'}). Copy both files again.`)
  }
}

function contents({ path, named }: NamedFile): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    const reason = code === 'ENOENT' ? 'does not exist' : code === 'EACCES' ? 'may not be read by this user' : `cannot be read (${code})`
    throw usage(`${named}: the file ${printable(path)} ${reason}. Check the path.`)
  }
}

function usage(message: string): CommandError {
  return new CommandError(message, USAGE)
}
