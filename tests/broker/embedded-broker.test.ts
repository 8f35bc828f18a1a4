import { connectAsync } from 'mqtt'
import type { MqttClient } from 'mqtt'
import { connect } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { EmbeddedBroker } from '../../broker/embedded-broker.ts'
import { CommandError } from '../../cli/command-error.ts'
import { eventually } from '../../bench/peers/eventually.ts'

const brokers: EmbeddedBroker[] = []
const clients: MqttClient[] = []

async function start(port: number, orAnotherPort: boolean): Promise<EmbeddedBroker> {
  const broker = await EmbeddedBroker.start({ port, orAnotherPort })
  brokers.push(broker)
  return broker
}

async function client(broker: EmbeddedBroker, options: object = {}): Promise<MqttClient> {
  const made = await connectAsync({ host: broker.host, port: broker.port, protocolVersion: 4, reconnectPeriod: 100, ...options })
  made.on('error', () => {
    // a test that drops the link expects it
  })
  clients.push(made)
  return made
}

afterEach(async () => {
  for (const made of clients.splice(0)) await made.endAsync(true)
  for (const broker of brokers.splice(0)) await broker.stop()
})

describe('EmbeddedBroker', () => {
  it('listens on the loopback interface only', async () => {
    expect((await start(0, false)).host).toBe('127.0.0.1')
  })

  it('delivers a retained message to a later subscriber', async () => {
    const broker = await start(0, false)
    await (await client(broker)).publishAsync('breva/a1b2c3/status', 'online', { qos: 1, retain: true })
    const subscriber = await client(broker)
    const heard: string[] = []
    subscriber.on('message', (topic, payload, packet) => { heard.push(`${topic} ${String(payload)} ${packet.retain}`) })
    await subscriber.subscribeAsync('breva/#', { qos: 1 })
    await eventually(() => heard.length > 0, 'the retained message')
    expect(heard).toEqual(['breva/a1b2c3/status online true'])
  })

  it('takes another port when the usual one is busy, and only if allowed to', async () => {
    const first = await start(0, false)
    const second = await start(first.port, true)
    expect(second.port).not.toBe(first.port)
    const refusal = await start(first.port, false).catch((error: unknown) => error)
    expect(refusal).toBeInstanceOf(CommandError)
    expect((refusal as CommandError).exitCode).toBe(1)
    expect((refusal as CommandError).message).toContain(`--broker mqtt://127.0.0.1:${first.port}`)
  })

  it('drops a connection that announces more than 64 KB, and goes on serving the others', async () => {
    const broker = await start(0, false)
    const other = await client(broker)
    const socket = connect(broker.port, broker.host)
    socket.on('error', () => {
      // the reset is what is wanted
    })
    const closed = new Promise(resolve => socket.on('close', resolve))
    socket.write(Buffer.from([0x10, 0xff, 0xff, 0x7f]))
    await closed
    // Its promise comes with the PUBACK.
    await other.publishAsync('breva/x/state', 'still here', { qos: 1 })
    expect([socket.destroyed, other.connected]).toEqual([true, true])
  })

  it('survives bytes that are not MQTT', async () => {
    const broker = await start(0, false)
    const socket = connect(broker.port, broker.host)
    socket.on('error', () => {
      // the reset is what is wanted
    })
    const closed = new Promise(resolve => socket.on('close', resolve))
    socket.write('GET / HTTP/1.1\r\n\r\n')
    await closed
    expect((await client(broker)).connected).toBe(true)
  })

  it('publishes the will of a client whose link is cut', async () => {
    const broker = await start(0, false)
    const subscriber = await client(broker)
    const heard: string[] = []
    subscriber.on('message', (topic, payload) => { heard.push(`${topic} ${String(payload)}`) })
    await subscriber.subscribeAsync('breva/#', { qos: 1 })
    const node = await client(broker, { will: { topic: 'breva/n/status', payload: Buffer.from('offline'), qos: 1, retain: true }, reconnectPeriod: 0 })
    node.stream.destroy()
    await eventually(() => heard.length > 0, 'the will')
    expect(heard).toEqual(['breva/n/status offline'])
  })
})
