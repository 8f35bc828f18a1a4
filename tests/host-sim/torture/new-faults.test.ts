import { describe, expect, it } from 'vitest'
import type { Fault } from '../../../host-sim/board/fault.ts'
import type { InProcessStation } from '../../../host-sim/board/in-process-station.ts'
import { sourceFirmware } from '../../../host-sim/torture/source-port.ts'
import { tormentNode } from '../../../host-sim/torture/torture-seed.ts'
import type { Outcome } from '../../../host-sim/torture/outcome.ts'

const MINUTE = 60_000
/** With an SCD30, an MH-Z19 and a probe; with an SCD30 and two probes. */
const OFFICE = 6
const BEDROOM = 3

/** From minute `from` on, for so many minutes. */
function fault(text: string, from: number, minutes: number): Fault {
  const [target, name] = text.split(':')
  return { text, node: undefined, target, fault: name, start: from * MINUTE, duration: minutes * MINUTE }
}

/** What these faults bring about, with a defect where one is planted in each start. */
function outcome(seed: number, hours: number, faults: Fault[], starting?: (node: InProcessStation) => void): Outcome {
  return tormentNode(seed, 1, hours, faults, sourceFirmware(starting))
}

function violated(...life: Parameters<typeof outcome>): string | undefined {
  return outcome(...life).violation?.message
}

/** A node whose messages on topics that hold `topic` are written over before they go out. */
function saying(topic: string, change: (payload: string, station: InProcessStation['station']) => string): (node: InProcessStation) => void {
  return ({ client, station }) => {
    const { publish, publishApart } = client
    const changed = (to: string, payload: string): string => to.includes(topic) ? change(payload, station) : payload
    client.publish = (to, payload, ...rest) => publish.call(client, to, changed(to, payload), ...rest)
    client.publishApart = (to, payload, ...rest) => publishApart.call(client, to, changed(to, payload), ...rest)
  }
}

describe('probes that are exchanged while the node is off', () => {
  const exchange = [fault('probes:exchanged', 10, 60), fault('probes:none-left', 80, 30), fault('probes:added', 120, 30)]

  it('are told as long as they are absent, and read when they are there', () => {
    expect(outcome(BEDROOM, 4.2, exchange).violation).toBeUndefined()
  })

  it('are missed when the node forgets them', () => {
    expect(violated(BEDROOM, 4, exchange, ({ station: { files } }) => { files.read = () => undefined })).toContain('was known')
  })

  it('are noticed when an absent one has a value', () => {
    const valued = saying('/state', payload => payload.replace(/"([0-9a-f]{16})":null(.*)"\1":"fault"/, '"$1":20.00$2"$1":"ok"'))
    expect(violated(BEDROOM, 4, exchange, valued)).toMatch(/is not on the wire|is published as 20/)
  })

  it('are noticed when a status says that an absent one is there', () => {
    expect(violated(BEDROOM, 4, [fault('probes:added', 10, 90)], saying('/sensor/28', () => 'online'))).toContain('the status of 28')
  })
})

describe('a quantity that the settings name', () => {
  it('is missed in a single sample', () => {
    const silent = ({ station }: InProcessStation): void => {
      const { onSample } = station
      station.onSample = changed => {
        const sensors = station.sequence === 99 ? station.sampler.sensors.splice(0) : []
        onSample.call(station, changed)
        station.sampler.sensors.push(...sensors)
      }
    }
    expect(violated(OFFICE, 1, [], silent)).toContain('the settings name co2')
  })
})

describe('a sensor that lies softly for hours', () => {
  const soft = [fault('scd30:zero', 10, 120)]

  it('is doubted for 20 minutes, and then a fault', () => {
    expect(outcome(BEDROOM, 4, soft).violation).toBeUndefined()
  })

  it('is noticed when the doubt has no end', () => {
    const patient = ({ station }: InProcessStation): void => {
      const { onSample } = station
      station.onSample = changed => {
        for (const health of station.sampler.sensors) delete health.doubts
        onSample.call(station, changed)
      }
    }
    expect(violated(BEDROOM, 4, soft, patient)).toMatch(/is (doubtful for|suspect) 12\d{5}/)
  })
})

describe('commands of any size', () => {
  it('leave the link as it is up to 1 MB, and end it above', () => {
    const harmless = ['bytes', 'oversized', 'huge', 'burst', 'retained-bytes', 'retained-oversized', 'retained-huge'].map((name, i) => fault(`command:${name}`, 20 + i, 5))
    expect(outcome(OFFICE, 1, harmless).violation).toBeUndefined()
    const fatal = ['too-long', 'nul', 'utf8', 'retained-too-long', 'retained-nul', 'retained-utf8'].map((name, i) => fault(`command:${name}`, 20 + 20 * i, 90))
    expect(outcome(BEDROOM, 5, fatal).violation).toBeUndefined()
  })

  it('are noticed when a long one ends the link', () => {
    expect(violated(OFFICE, 1, [fault('command:huge', 30, 1)], ({ client }) => {
      const { received } = client.session
      client.session.received = (chunk, now) => {
        if (chunk.startsWith('x')) client.stop()
        return received.call(client.session, chunk, now)
      }
    })).toMatch(/a command of \d+ bytes has ended the link/)
  })

  it('are noticed when one that nobody may take ends link after link', () => {
    expect(violated(OFFICE, 2, [fault('command:retained-nul', 10, 100)], ({ station }) => {
      const { onDisconnected } = station
      station.onDisconnected = reason => {
        onDisconnected.call(station, reason)
        station.badLinks = station.deafUntil = 0
      }
    })).toContain('has ended 5 links')
  })

  it('are noticed when commands stay off', () => {
    expect(violated(OFFICE, 4, [fault('command:retained-nul', 10, 60)], ({ station }) => {
      const { onDisconnected } = station
      station.onDisconnected = reason => {
        onDisconnected.call(station, reason)
        if (station.deafUntil) station.deafUntil = Infinity
      }
    })).toContain('commands are off')
  })
})

describe('a broker with a small packet limit', () => {
  const limits = [fault('limit:1000', 10, 30), fault('limit:600', 20, 40), fault('limit:300', 80, 10)]

  it('takes what fits, and everything when it is over', () => {
    const { violation, samples, delivered } = outcome(OFFICE, 4, limits)
    expect(violation).toBeUndefined()
    // Only the ten minutes of the smallest may cost samples, and before one is given up it has ended three links.
    expect(delivered).toBeGreaterThan(samples - 10)
  })

  it('is noticed when what it has refused is never said again', () => {
    expect(violated(OFFICE, 4, [fault('mqtt:restart-empty', 5, 0.1), ...limits], ({ client }) => {
      const { publishApart } = client
      client.publishApart = (topic, ...rest) => publishApart.call(client, topic.replace(/\/info$/, '/none'), ...rest)
    })).toContain('has no info')
  })
})
