import { describe, expect, it } from 'vitest'
import type { Bytes } from '../../../drivers/hal/bytes.ts'
import { FlashedBench } from '../../support/flashed-bench.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND

interface Sample { boot: number, seq: number }
interface Health { queued: number, drops: Record<string, number>, refused_commands: number, recoveries: Record<string, Record<string, number>>, links: Record<string, number> }

function health(bench: FlashedBench): Health {
  return bench.published('health').at(-1) as unknown as Health
}

/** The numbers of all samples that have come, live or late, as often as they came. */
function numbers(bench: FlashedBench): number[] {
  const late = bench.messages.filter(message => message.topic.endsWith('/history')).flatMap(message => JSON.parse(message.payload) as Sample[])
  return [...bench.states() as unknown as Sample[], ...late].map(sample => sample.seq).sort((a, b) => a - b)
}

/** What the functions do that run seldom, and that the build folds for that reason, in the bundle as flashed. */
describe('the flashed bundle, in what it seldom does', () => {
  function send(bench: FlashedBench, verb: string, payload: string, retain = false): void {
    bench.broker.publish({ topic: `breva/${bench.node.node}/command/${verb}`, payload, qos: 1, retain, client: '' })
  }

  it('answers commands through the broker, ten at once and two a second from then on, and counts those it refuses', () => {
    const bench = FlashedBench.settled()
    const replies = (): string[] => bench.messages.filter(message => message.topic.includes('/reply/')).map(message => `${message.topic.split('/').at(-1)} ${message.payload}`)
    send(bench, 'ping', '{"id":"c-1"}')
    send(bench, 'reboot', '{"id":"c-2"}')
    bench.clock.advance(5 * SECOND)
    expect(replies()).toEqual(['ping {"id":"c-1","ok":true}', 'reboot {"id":"c-2","ok":false,"error":"unknown verb"}'])
    for (let n = 0; n < 14; n++) send(bench, 'ping', `{"id":"d-${n}"}`)
    bench.clock.advance(MINUTE)
    expect(replies().slice(2)).toEqual(Array.from({ length: 10 }, (_, n) => `ping {"id":"d-${n}","ok":true}`))
    send(bench, 'ping', '{"id":"e-1"}')
    send(bench, 'PING', '{"id":"e-2"}')
    bench.clock.advance(2 * MINUTE)
    expect(replies().slice(12)).toEqual(['ping {"id":"e-1","ok":true}'])
    expect(health(bench).refused_commands).toBe(5)
  })

  it.each(['oldest', 'decimate'] as const)('with more samples than its flash holds (%s) drops what it must, and each sample has arrived once or is counted', overflow => {
    const bench = FlashedBench.settled({
      change: settings => {
        settings.period = 2
        settings.backlog = { samples: 16, overflow }
      }
    })
    bench.network.inject('loss', true)
    bench.clock.advance(100 * MINUTE)
    bench.network.inject('loss', false)
    const { drops } = bench.drained() as unknown as Health
    const kind = overflow === 'oldest' ? 'overflow' : 'decimated'
    expect(drops[kind]).toBeGreaterThan(100)
    expect(drops).toEqual({ overflow: 0, decimated: 0, storage: 0, rejected: 0, [kind]: drops[kind] })
    const arrived = numbers(bench)
    expect(new Set(arrived).size).toBe(arrived.length)
    expect(arrived.length + drops[kind]).toBe(arrived.at(-1))
  })

  it('F43 switches the supply of a sensor that only this brings back, by the pin that the settings name', () => {
    const bench = FlashedBench.settled({
      change: settings => {
        settings.sensors.scd30!.power = 'D25'
        settings.sensors.scd30!.powerLevel = 0
      }
    })
    const { scd30 } = bench.node.board.targets
    scd30.inject('dead', true)
    scd30.inject('dead', false)
    bench.clock.advance(5 * MINUTE)
    expect(bench.states().at(-1)).toMatchObject({ quality: { co2: 'ok', temperature: 'ok' } })
    expect(health(bench).recoveries['scd30']).toMatchObject({ resynchronise: 1, restart: 1, soft_reset: 1, power_cycle: 1 })
  })

  it('F05 delivers once, over a new link, a sample that its socket has refused', () => {
    const bench = new FlashedBench()
    let refusals = 0
    const connect = bench.network.connect.bind(bench.network)
    bench.network.connect = (...target) => {
      const socket = connect(...target)
      const write = socket.write.bind(socket)
      socket.write = (bytes: Bytes) => {
        const refused = refusals === 0 && bench.clock.now() > 5 * MINUTE && bytes.includes('/state')
        if (refused) refusals++
        return !refused && write(bytes)
      }
      return socket
    }
    bench.node.start()
    bench.clock.advance(10 * MINUTE)
    expect([refusals, bench.broker.connections, health(bench).links['broker_not_sent']]).toEqual([1, 2, 1])
    const arrived = numbers(bench)
    expect(arrived).toEqual(Array.from({ length: arrived.length }, (_, n) => n + 1))
    expect(bench.printed.filter(line => line.includes('Uncaught'))).toEqual([])
  })
})
