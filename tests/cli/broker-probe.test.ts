import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { EmbeddedBroker } from '../../broker/embedded-broker.ts'
import { CommandError } from '../../cli/command-error.ts'
import { probeBroker } from '../../cli/broker-probe.ts'
import { freePort } from '../../bench/peers/port.ts'

const servers: Server[] = []
const sockets: Socket[] = []

/** A peer that does so with each connection. */
async function peer(act: (socket: Socket) => void): Promise<number> {
  const server = createServer(socket => {
    sockets.push(socket)
    socket.on('error', () => socket.destroy())
    act(socket)
  })
  servers.push(server)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

async function probe(port: number, host = '127.0.0.1'): Promise<CommandError> {
  const outcome = await probeBroker({ host, port, user: 'u', password: 'hunter22' }, 'brevasim1', 400).catch((error: unknown) => error)
  expect(outcome).toBeInstanceOf(CommandError)
  expect((outcome as CommandError).message).not.toContain('hunter22')
  return outcome as CommandError
}

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy()
  for (const server of servers.splice(0)) await new Promise(resolve => server.close(resolve))
})

describe('probeBroker', () => {
  it('accepts a broker that works', async () => {
    const broker = await EmbeddedBroker.start({ port: 0, orAnotherPort: false })
    await expect(probeBroker({ host: broker.host, port: broker.port }, 'brevasim1')).resolves.toBeUndefined()
    await broker.stop()
  })

  it('calls a port where nobody listens a failure', async () => {
    const error = await probe(await freePort())
    expect(error.exitCode).toBe(1)
    expect(error.message).toContain('Nothing listens')
  })

  it('calls an unknown host a failure', async () => {
    const error = await probe(1883, 'no-such-host.invalid')
    expect(error.exitCode).toBe(1)
  })

  it.each([4, 5])('calls return code %i an authentication error', async code => {
    const error = await probe(await peer(socket => socket.once('data', () => socket.write(Buffer.from([0x20, 2, 0, code])))))
    expect(error.exitCode).toBe(4)
    expect(error.message).toContain('BREVA_BROKER_PASSWORD')
  })

  it.each([
    [1, 'it does not speak MQTT 3.1.1'],
    [2, 'it does not take this client id'],
    [3, 'it is not ready to serve']
  ])('calls return code %i a failure, and says that %s', async (code, reason) => {
    const error = await probe(await peer(socket => socket.once('data', () => socket.end(Buffer.from([0x20, 2, 0, code])))))
    expect(error.exitCode).toBe(1)
    expect(error.message).toContain(`refused the connection: ${reason} (MQTT return code ${code})`)
  })

  it('calls a peer that accepts and says nothing a time-out', async () => {
    const error = await probe(await peer(() => undefined))
    expect(error.exitCode).toBe(5)
  })

  it('says that a peer which hangs up is probably no broker', async () => {
    const error = await probe(await peer(socket => socket.once('data', () => socket.end())))
    expect(error.exitCode).toBe(1)
    expect(error.message).toContain('not an MQTT broker')
  })

  it('says that a peer which answers something else does not speak MQTT', async () => {
    const error = await probe(await peer(socket => socket.once('data', () => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n'))))
    expect(error.exitCode).toBe(1)
  })
})
