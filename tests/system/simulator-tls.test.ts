import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { connectAsync } from 'mqtt'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { type Mosquitto, mosquittoHint, mosquittoMissing } from '../../bench/peers/mosquitto.ts'
import { count, endSimulations, sim } from '../support/breva-sim.ts'
import { Authority, opensslHint, opensslMissing, removeCertificates } from '../support/certificates.ts'
import { tlsMosquitto } from '../support/tls-mosquitto.ts'

let broker: Mosquitto | undefined

afterEach(async () => {
  await endSimulations()
  await broker?.stop()
})
afterAll(removeCertificates)

describe.skipIf(mosquittoMissing || opensslMissing)(`breva sim on a mosquitto with TLS${mosquittoHint}${opensslHint}`, () => {
  it('has its nodes online by the settings of a .env, says who speaks TLS for them, and shows no password', async () => {
    const authority = new Authority()
    broker = await tlsMosquitto(authority.issue('DNS:localhost'), undefined, { accounts: { station: 'seven-brown-herons' } })
    const folder = dirname(authority.ca)
    writeFileSync(join(folder, '.env'), `BREVA_BROKER=mqtts://localhost:${broker.port}\nBREVA_BROKER_USER=station\nBREVA_BROKER_PASSWORD='seven-brown-herons'\nBREVA_BROKER_CA=ca.pem\n`, { mode: 0o644 })
    const heard: string[] = []
    const client = await connectAsync({
      host: 'localhost', port: broker.port, protocol: 'mqtts', username: 'station', password: 'seven-brown-herons', ca: readFileSync(authority.ca)
    })
    client.on('message', topic => heard.push(topic))
    await client.subscribeAsync('breva/+/state')
    const run = sim(['--nodes', '2', '--seconds', '25', '--speed', '10', '--json'], {}, folder)
    expect(await run.exit(), run.stderr).toBe(0)
    await client.endAsync()
    const [started] = run.events()
    expect(started).toMatchObject({ event: 'started', broker: `mqtts://localhost:${broker.port}`, brokerFrom: '.env', tls: true, embedded: false })
    expect(run.events().at(-1)).toMatchObject({ event: 'summary', online: 2, unclean: [], invalid: 0 })
    expect(heard.length).toBe(count(run.events(), 'state'))
    expect(heard.length).toBeGreaterThan(3)
    expect(run.stderr).toContain('chmod 600 .env')
    expect(run.stdout + run.stderr).not.toContain('seven-brown-herons')
  })
})
