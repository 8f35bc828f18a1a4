import { connectAsync } from 'mqtt'
import type { MqttClient } from 'mqtt'
import { generate } from 'mqtt-packet'
import { connect, type Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import type { Drop } from '../../broker/drop-notes.ts'
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

  /** What comes back until the broker ends the connection. */
  async function answerTo(broker: EmbeddedBroker, bytes: Uint8Array): Promise<number[]> {
    const socket = connect(broker.port, broker.host)
    const heard: Buffer[] = []
    socket.on('data', chunk => { heard.push(chunk) })
    socket.on('error', () => {
      // the reset is what is wanted
    })
    const closed = new Promise(resolve => socket.on('close', resolve))
    socket.write(bytes)
    await closed
    return [...Buffer.concat(heard)]
  }

  it('answers MQTT 5 with return code 1, ends the connection, and says why', async () => {
    const broker = await start(0, false)
    const drops: Drop[] = []
    broker.onDrop = drop => { drops.push(drop) }
    const five = generate({ cmd: 'connect', protocolId: 'MQTT', protocolVersion: 5, clientId: 'five', clean: true, keepalive: 60 })
    expect(await answerTo(broker, five)).toEqual([0x20, 2, 0, 1])
    expect(drops).toEqual([{ client: '127.0.0.1', what: 'connection', count: 1, reason: 'protocol level 5, and this broker speaks 4 (MQTT 3.1.1) and 3 (MQTT 3.1)' }])
    expect(broker.dropped).toEqual({ connection: 1, message: 0 })
  })

  it('says of a browser that it sent no packet of MQTT', async () => {
    const broker = await start(0, false)
    const drops: Drop[] = []
    broker.onDrop = drop => { drops.push(drop) }
    expect(await answerTo(broker, Buffer.from('GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n'))).toEqual([])
    expect(drops).toMatchObject([{ client: '127.0.0.1', what: 'connection', count: 1, reason: expect.stringMatching(/^no packet of MQTT \(/) as string }])
  })

  it('keeps a topic with NUL from its subscribers, and says whose it was', async () => {
    const broker = await start(0, false)
    const drops: Drop[] = []
    broker.onDrop = drop => { drops.push(drop) }
    const subscriber = await client(broker)
    const heard: string[] = []
    subscriber.on('message', topic => { heard.push(topic) })
    await subscriber.subscribeAsync('#', { qos: 0 })
    const bad = await client(broker, { clientId: 'bad', reconnectPeriod: 0 })
    const closed = new Promise(resolve => bad.stream.once('close', resolve))
    await bad.publishAsync('a/b', 'good', { qos: 1 })
    // In two pieces.
    const nul = generate({ cmd: 'publish', topic: 'a\0b', payload: 'bad', qos: 0, dup: false, retain: false })
    bad.stream.write(nul.subarray(0, 4))
    bad.stream.write(nul.subarray(4))
    await closed
    await (await client(broker)).publishAsync('last', '', { qos: 1 })
    await eventually(() => heard.includes('last'), 'the last message')
    expect(heard).toEqual(['a/b', 'last'])
    expect(drops).toEqual([{ client: 'bad', what: 'connection', count: 1, reason: 'a topic with NUL in it' }])
  })

  it('keeps the newest 1,000 messages for a client that is away, and says so', async () => {
    const broker = await start(0, false)
    const drops: Drop[] = []
    broker.onDrop = drop => { drops.push(drop) }
    const away = await client(broker, { clientId: 'away', clean: false, reconnectPeriod: 0 })
    await away.subscribeAsync('m/#', { qos: 1 })
    await away.endAsync()
    const publisher = await client(broker)
    for (let i = 0; i < 1100; i += 100) await Promise.all(Array.from({ length: 100 }, (_, j) => publisher.publishAsync('m/t', String(i + j), { qos: 1 })))
    const heard: string[] = []
    const back = await client(broker, { clientId: 'away', clean: false, reconnectPeriod: 0 })
    back.on('message', (_topic, payload) => { heard.push(String(payload)) })
    await eventually(() => heard.at(-1) === '1099', 'the newest')
    expect(heard).toEqual(Array.from({ length: 1000 }, (_, i) => String(i + 100)))
    expect(drops).toEqual([{ client: 'away', what: 'message', count: 1, reason: 'more than 1000 wait for it' }])
    expect(broker.dropped.message).toBe(100)
  })

  it('has nothing to say of clients that come and go, or vanish', async () => {
    const broker = await start(0, false)
    const drops: Drop[] = []
    const news: string[] = []
    broker.onDrop = drop => { drops.push(drop) }
    broker.onClient = ({ client: name, connected }) => { news.push(`${name} ${connected}`) }
    await (await client(broker, { clientId: 'polite' })).endAsync()
    const rude = await client(broker, { clientId: 'rude', reconnectPeriod: 0 })
    await rude.subscribeAsync('#', { qos: 1 })
    // With a reset, while messages are on their way to it.
    const publisher = await client(broker, { clientId: 'publisher' })
    for (let i = 0; i < 200; i++) publisher.publish('a', 'x')
    ;(rude.stream as unknown as Socket).resetAndDestroy()
    await publisher.publishAsync('a', 'x', { qos: 1 })
    await publisher.endAsync()
    await eventually(() => news.length === 6, 'all have gone')
    expect(news.sort()).toEqual(['polite false', 'polite true', 'publisher false', 'publisher true', 'rude false', 'rude true'])
    await broker.stop()
    expect(drops).toEqual([])
  })
})
