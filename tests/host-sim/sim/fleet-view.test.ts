import { describe, expect, it } from 'vitest'
import { eventLine } from '../../../host-sim/sim/event-line.ts'
import { FleetView } from '../../../host-sim/sim/fleet-view.ts'

const STATE = {
  node: 'a1b2c3', location: 'bedroom', boot: 17, seq: 4211, time: null, uptime: 86400123, co2: 812, temperature: null, humidity: 45.1,
  probes: { '28139bbb0b00001f': 20.81 }, quality: { 'co2': 'ok', 'temperature': 'warming', 'humidity': 'ok', '28139bbb0b00001f': 'ok' }
}

const HEALTH = {
  vars: { used: null, total: null }, rssi: -61, reconnects: 2, crc_errors: {}, queued: 7, flash: true, drops: { overflow: 0, decimated: 0, storage: 0, rejected: 0 }, late_slots: 0,
  commands: true, commands_off: null, refused_commands: 0, oversized: 0, errors: [], duplicate_client_id: false, links: {}, recoveries: {}
}

const INFO = {
  start: 5, commands_off: null, units: { co2: 'ppm' }, firmware: '0.1.0', bundle: 'none', model: 'ESP32', reset: 'power-on', sensors: { scd30: { type: 'SCD30', range: { co2: [354, 40000] } } }
}

function view(): FleetView {
  return new FleetView([{ node: 'a1b2c3', location: 'bedroom' }], 'breva', () => new Date(0))
}

function hear(fleet: FleetView, topic: string, payload: string): string {
  const event = fleet.message(`breva/a1b2c3/${topic}`, Buffer.from(payload))
  return event ? eventLine(event) : ''
}

describe('FleetView', () => {
  it('shows the last state and counts them', () => {
    const fleet = view()
    expect(hear(fleet, 'state', JSON.stringify(STATE))).toBe('1970-01-01T00:00:00.000Z a1b2c3 state seq=4211 co2=812 temperature=warming humidity=45.1 28139bbb0b00001f=20.81')
    expect(fleet.nodes[0]).toMatchObject({ states: 1, messages: 1, state: { co2: 812 } })
  })

  it('tells a birth and a will once each, however often they are repeated', () => {
    const fleet = view()
    expect(['online', 'online', 'offline', 'offline'].map(payload => hear(fleet, 'status', payload).slice(25))).toEqual(['a1b2c3 online', '', 'a1b2c3 offline', ''])
  })

  it('tells when a sensor goes', () => {
    const fleet = view()
    expect(hear(fleet, 'sensor/scd30/status', 'offline')).toContain('sensor scd30 offline')
    expect(fleet.nodes[0].sensors.get('scd30')).toBe('offline')
  })

  it('tells of history, health, information and the black box', () => {
    const fleet = view()
    expect(hear(fleet, 'history', JSON.stringify([{ ...STATE, seq: 4 }, { ...STATE, seq: 6 }])).slice(25)).toBe('a1b2c3 history samples=2 seq=4..6')
    expect(hear(fleet, 'history', JSON.stringify([STATE])).slice(25)).toBe('a1b2c3 history samples=1 seq=4211..4211')
    expect(hear(fleet, 'health', JSON.stringify(HEALTH)).slice(25)).toBe('a1b2c3 health queued=7 rssi=-61 reconnects=2')
    expect(hear(fleet, 'info', JSON.stringify(INFO)).slice(25)).toBe('a1b2c3 info firmware=0.1.0 reset=power-on sensors=scd30')
    expect(hear(fleet, 'log/info', '1 0 start power-on\n1 1 link up\n').slice(25)).toBe('a1b2c3 black box 1 0 start power-on; 1 1 link up')
    expect(fleet.nodes[0]).toMatchObject({ history: 3, states: 0, state: undefined, health: { queued: 7 }, info: { start: 5 }, invalid: 0 })
  })

  it('tells of what waits in a node', () => {
    const fleet = view()
    expect([0, 3, 4, 0].map(waiting => fleet.backlog('a1b2c3', waiting))).toEqual([
      undefined, { event: 'backlog', time: '1970-01-01T00:00:00.000Z', node: 'a1b2c3', waiting: 3 }, undefined, { event: 'backlog', time: '1970-01-01T00:00:00.000Z', node: 'a1b2c3', waiting: 0 }
    ])
    expect(fleet.backlog('other', 3)).toBeUndefined()
  })

  it.each([
    ['history', '{}'],
    ['history', JSON.stringify([STATE, { node: 'a1b2c3' }])],
    ['health', JSON.stringify({ ...HEALTH, queued: -1 })],
    ['health', 'not JSON'],
    ['info', JSON.stringify({ ...INFO, sensors: { scd30: {} } })],
    ['state', 'not JSON'],
    ['state', '{"node":"a1b2c3"}'],
    ['state', JSON.stringify({ ...STATE, quality: { co2: 'great' } })],
    ['state', JSON.stringify({ ...STATE, location: 'x'.repeat(17000) })],
    ['status', 'maybe'],
    ['sensor/scd30/status', '']
  ])('calls a wrong %s message invalid instead of showing it', (topic, payload) => {
    const fleet = view()
    expect(hear(fleet, topic, payload)).toContain('invalid message')
    expect(fleet.nodes[0]).toMatchObject({ invalid: 1, states: 0, state: undefined, link: 'starting' })
  })

  it('hears the nodes below their root, and nowhere else', () => {
    const fleet = new FleetView([{ node: 'a1b2c3', location: 'bedroom' }], 'home/sensors', () => new Date(0))
    expect(hear(fleet, 'status', 'online')).toBe('')
    expect(fleet.message('home/sensors/a1b2c3/status', Buffer.from('online'))).toMatchObject({ event: 'link', node: 'a1b2c3' })
    expect(fleet.total('messages')).toBe(1)
  })

  it('ignores the topics of others', () => {
    const fleet = view()
    expect(fleet.message('breva/other/status', Buffer.from('online'))).toBeUndefined()
    expect(fleet.message('breva', Buffer.from(''))).toBeUndefined()
    expect(fleet.total('messages')).toBe(0)
  })

  it('lets no control character of a node through to a terminal', () => {
    const fleet = view()
    const line = hear(fleet, 'state', JSON.stringify({ ...STATE, quality: { '\u001b[2J\u009b': 'ok' } }))
    expect(line).toContain('?[2J?')
  })
})
