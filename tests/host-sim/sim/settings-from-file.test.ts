import { describe, expect, it } from 'vitest'
import { readSettings, type NodeSettings } from '../../../contract/settings.ts'
import { settingsFromFile } from '../../../host-sim/sim/settings-from-file.ts'

/** A file that leaves no setting to its default. */
const FILE: NodeSettings = {
  node: 'attic', location: 'Attic', period: 5, wifi: { network: 'home', password: 'eleven-green-bottles' },
  broker: { host: '192.0.2.1', port: 1884, user: 'attic', password: 'seven-brown-herons', keepAlive: 30, cleanSession: false, inFlight: 2, maxQos: 2, qos: 0, root: 'haus/messwerte' },
  time: { server: '192.0.2.2', port: 124 }, backlog: { samples: 32, overflow: 'decimate' }, sensors: { 'scd30': { sda: 'D18', scl: 'D19', power: 'D13', powerLevel: 0 }, 'mh-z19': { tx: 'D17', rx: 'D16' } }
}

describe('settingsFromFile', () => {
  it('takes all of the file but the name, and where the broker is and its account', () => {
    const settings = settingsFromFile(FILE, 'attic-2', { host: '127.0.0.1', port: 1883 })
    expect(settings).toEqual({ ...FILE, node: 'attic-2', broker: { host: '127.0.0.1', port: 1883, keepAlive: 30, cleanSession: false, inFlight: 2, maxQos: 2, qos: 0, root: 'haus/messwerte' } })
    expect(readSettings(settings, 'x')).toBe(settings)
    expect(settingsFromFile(FILE, 'a', { host: 'h', port: 1, user: 'u', password: 'p' }).broker).toMatchObject({ user: 'u', password: 'p' })
  })

  it('takes root and QoS of the command line where it names them', () => {
    expect(settingsFromFile(FILE, 'a', { host: 'h', port: 1, root: 'home', qos: 2 }).broker).toMatchObject({ root: 'home', qos: 2, keepAlive: 30 })
    expect(settingsFromFile(FILE, 'a', { host: 'h', port: 1, qos: 1 }).broker).toMatchObject({ root: 'haus/messwerte', qos: 1 })
  })

  it('leaves out what the file leaves out', () => {
    const file = { ...FILE, broker: { host: '192.0.2.1', port: 1883, keepAlive: 60, maxQos: 2, qos: 1, root: 'breva' } }
    delete file.time
    expect(settingsFromFile(file, 'attic', file.broker)).toEqual(file)
  })
})
