import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { readFileSync } from 'node:fs'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { Mosquitto, mosquittoHint, mosquittoMissing } from '../../bench/peers/mosquitto.ts'
import { findBroker, type BrokerArguments } from '../../cli/broker-options.ts'
import { probeBroker } from '../../cli/broker-probe.ts'
import { CommandError } from '../../cli/command-error.ts'
import { BrevaProcess } from '../support/breva-process.ts'
import { Authority, opensslHint, opensslMissing, removeCertificates, type Certificate } from '../support/certificates.ts'
import { tlsMosquitto } from '../support/tls-mosquitto.ts'

const brokers: Mosquitto[] = []
let ours: Authority
let others: Authority
let good: Certificate

beforeAll(() => {
  if (opensslMissing) return
  ours = new Authority()
  others = new Authority('Another CA')
  good = ours.issue('DNS:localhost,IP:127.0.0.1')
})

afterEach(async () => { for (const broker of brokers.splice(0)) await broker.stop() })
afterAll(removeCertificates)

async function broker(certificate: Certificate, visitors?: Authority): Promise<number> {
  const started = await tlsMosquitto(certificate, visitors)
  brokers.push(started)
  return started.port
}

/** What a command with these options would say of the broker; undefined where it can be used. */
async function problem(flags: BrokerArguments): Promise<CommandError | undefined> {
  const found = findBroker(flags, { environment: {}, folder: import.meta.dirname, warn: () => undefined })
  const error: unknown = await probeBroker(found!.address, 'brevatls', 3000).catch((reason: unknown) => reason)
  if (error !== undefined) expect(error).toBeInstanceOf(CommandError)
  return error as CommandError | undefined
}

describe.skipIf(mosquittoMissing || opensslMissing)(`TLS to a mosquitto${mosquittoHint}${opensslHint}`, () => {
  it('is fine with the right CA, for a name and for an address', async () => {
    const port = await broker(good)
    expect(await problem({ broker: `mqtts://localhost:${port}`, ca: ours.ca })).toBeUndefined()
    expect(await problem({ broker: `mqtts://127.0.0.1:${port}`, ca: ours.ca })).toBeUndefined()
  })

  it.each([
    ['another CA', () => ({ certificate: good, ca: others.ca }), 'is not signed by one in'],
    ['no CA at all', () => ({ certificate: good, ca: undefined }), '--ca ca.pem'],
    ['another name', () => ({ certificate: ours.issue('DNS:broker.example'), ca: ours.ca }), 'is for broker.example, not for localhost'],
    ['a date that is past', () => ({ certificate: ours.issue('DNS:localhost', { days: -1 }), ca: ours.ca }), 'out of date'],
    ['a date that is to come', () => ({ certificate: ours.issue('DNS:localhost', { from: 5 }), ca: ours.ca }), /is not valid yet.* clock .*set it.* wait/]
  ] as const)('is refused with %s, which the message names, and exit code 4', async (_what, make, sentence) => {
    const { certificate, ca } = make()
    const port = await broker(certificate)
    const error = await problem({ broker: `mqtts://localhost:${port}`, ...ca !== undefined && { ca } })
    expect(error?.message).toMatch(sentence)
    expect(error?.exitCode).toBe(4)
  })

  it('shows the client certificate that the broker asks for, and says where it is missing or another one', async () => {
    const port = await broker(good, ours)
    const [mine, foreign] = [ours, others].map(authority => authority.issue('', { subject: 'desk' }))
    const flags = { broker: `mqtts://localhost:${port}`, ca: ours.ca }
    expect(await problem({ ...flags, ...mine })).toBeUndefined()
    const missing = await problem(flags)
    expect(missing?.message).toContain('asks for a client certificate')
    expect(missing?.exitCode).toBe(4)
    expect((await problem({ ...flags, ...foreign }))?.message).toContain('refused the client certificate')
    expect(() => findBroker({ ...flags, cert: mine.cert, key: foreign.key }, { environment: {}, folder: '.', warn: () => undefined })).toThrow('does not belong to the certificate')
  })

  it('that is missing at one end is said with the other scheme', async () => {
    const port = await broker(good)
    expect((await problem({ broker: `mqtt://localhost:${port}` }))?.message).toContain('mqtts://')
    const plain = await Mosquitto.start()
    brokers.push(plain)
    expect((await problem({ broker: `mqtts://localhost:${plain.port}`, ca: ours.ca }))?.message).toContain('does not speak TLS')
  })

  it('is verified whatever the environment says', async () => {
    const port = await broker(good)
    const run = new BrevaProcess(['sim', '--broker', `mqtts://localhost:${port}`, '--seconds', '2', '--json'], { [['NODE', 'TLS', 'REJECT', 'UNAUTHORIZED'].join('_')]: '0' })
    expect(await run.exit()).toBe(4)
    expect(run.stderr).toContain('Nobody that this machine trusts')
    expect(run.stdout).toBe('')
  })
})

describe.skipIf(opensslMissing)(`TLS to a server${opensslHint}`, () => {
  it('names the host that is wanted (SNI), and none for an address', async () => {
    const names: unknown[] = []
    const server = createTlsServer({ cert: readFileSync(good.cert), key: readFileSync(good.key) }, socket => {
      names.push(socket.servername)
      socket.once('data', () => socket.end(Buffer.from([0x20, 2, 0, 0])))
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    for (const host of ['localhost', '127.0.0.1']) expect(await problem({ broker: `mqtts://${host}:${port}`, ca: ours.ca })).toBeUndefined()
    expect(names).toEqual(['localhost', false])
    server.close()
  })

  it('is said to be missing where the answer is not TLS', async () => {
    const server = createServer(socket => { socket.once('data', () => socket.end(Buffer.from([0x20, 2, 0, 5]))).on('error', () => undefined) })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const error = await problem({ broker: `mqtts://127.0.0.1:${(server.address() as AddressInfo).port}`, ca: ours.ca })
    expect(error?.message).toContain('does not speak TLS')
    expect(error?.exitCode).toBe(1)
    server.close()
  })
})
