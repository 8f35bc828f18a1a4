import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import mqtt from 'mqtt-packet'
import type { BrokerListener } from '../../../cli/broker-listener.ts'
import { observeNodes } from '../../../host-sim/sim/observe-nodes.ts'
import { CommandError } from '../../../cli/command-error.ts'

const servers: Server[] = []
const sockets: Socket[] = []
const listener = { onMessage: () => undefined, onLink: () => undefined }

/** A broker that accepts everybody, and answers a subscription of two filters with these return codes, or not at all. */
async function brokerGranting(codes: number[] | undefined): Promise<number> {
  const server = createServer(socket => {
    sockets.push(socket)
    socket.on('error', () => socket.destroy())
    const parser = mqtt.parser({ protocolVersion: 4 })
    parser.on('packet', packet => {
      if (packet.cmd === 'connect') socket.write(mqtt.generate({ cmd: 'connack', returnCode: 0, sessionPresent: false }))
      if (packet.cmd === 'subscribe' && codes) socket.write(mqtt.generate({ cmd: 'suback', messageId: packet.messageId!, granted: codes }))
    })
    socket.on('data', chunk => parser.parse(chunk))
  })
  servers.push(server)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

async function observe(codes: number[] | undefined, signal?: AbortSignal, patience = 300): Promise<BrokerListener> {
  return await observeNodes({ host: '127.0.0.1', port: await brokerGranting(codes) }, 'brevasimtest', ['a', 'b'], listener, signal, patience)
}

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy()
  for (const server of servers.splice(0)) await new Promise(resolve => server.close(resolve))
})

describe('the simulator\'s own subscription', () => {
  it.each([[[1, 1], true], [[0x80, 1], true], [[0x80, 0x80], false]])('with %j granted is one that can watch: %s', async (codes, watching) => {
    const observer = await observe(codes, undefined, 5000)
    expect(observer.reads).toBe(watching)
    await observer.stop()
  })

  it('that nobody answers is given up in time, and says what the broker does', async () => {
    const error: unknown = await observe(undefined).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(CommandError)
    expect(error).toMatchObject({ exitCode: 5, message: expect.stringContaining('does not answer a subscription within 0.3 s') as string })
  })

  it('that nobody answers ends at once when the run is ended', async () => {
    const controller = new AbortController()
    const started = observe(undefined, controller.signal, 60_000)
    setTimeout(() => { controller.abort(new Error('ended')) }, 50)
    await expect(started).rejects.toThrow('ended')
  })
})
