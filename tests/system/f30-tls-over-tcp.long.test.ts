import { once } from 'node:events'
import { createServer, type Server } from 'node:tls'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readSettings } from '../../contract/settings.ts'
import { eventually } from '../../bench/peers/eventually.ts'
import { recovered } from '../support/invariants.ts'
import { type Mosquitto, mosquittoHint, mosquittoMissing } from '../../bench/peers/mosquitto.ts'
import { plainSettings } from '../support/station-bench.ts'
import { brokerWithAccounts, TcpNode } from '../support/tcp-node.ts'

describe('TLS, which the node does not speak', () => {
  it.each([
    ['a switch', { tls: true }, 'broker.tls is not a setting'],
    ['a certificate', { ca: '-----BEGIN CERTIFICATE-----' }, 'broker.ca is not a setting'],
    ['an address', { host: 'mqtts://broker.example' }, 'broker.host: "mqtts://broker.example" is refused']
  ])('F30 settings that ask for TLS by %s are refused by name, and nothing is sent in the clear instead', (_way, asked, sentence) => {
    const settings = plainSettings() as { broker: object }
    Object.assign(settings.broker, asked)
    expect(readSettings(settings, 'a1b2c3')).toContain(sentence)
  })

  describe.skipIf(mosquittoMissing)(`over TCP${mosquittoHint}`, () => {
    let broker: Mosquitto

    beforeAll(async () => { broker = await brokerWithAccounts() })
    afterAll(async () => { await broker.stop() })

    async function listening(server: Server, port: number): Promise<void> {
      server.listen(port, '127.0.0.1')
      await once(server, 'listening')
    }

    it('F30 a broker that speaks nothing else never has the node online: 50 attempts leave no socket, samples are kept, and it comes back', async () => {
      const node = await TcpNode.make(broker, { seed: 130, speed: 1000 })
      const server = createServer()
      let handshakes = 0
      server.on('tlsClientError', () => { handshakes++ })
      await node.during(async () => {
        await node.proxy.refuse()
        await listening(server, node.proxy.port)
        try {
          node.start()
          await eventually(() => node.attempts.length > 50 && handshakes > 50, '50 attempts have failed', 30_000)
          expect([node.sockets, node.ledger.dropped, node.log.messages]).toEqual([1, 0, []])
          expect(node.ledger.pending()).toBe(node.ledger.produced)
          expect(node.ledger.produced).toBeGreaterThan(20)
        } finally {
          server.close()
          await once(server, 'close')
        }
        await node.proxy.listen()
        await recovered(node)
        await eventually(() => node.ledger.pending() < 2, 'what was kept has been sent')
      })
    })
  })
})
