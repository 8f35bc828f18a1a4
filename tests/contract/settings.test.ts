import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readSettings } from '../../contract/settings.ts'
import { plainSettings } from '../support/station-bench.ts'

/** What is said about the plain settings with `value` at `path`; undefined removes the field. */
function read(path: string, value: unknown): unknown {
  const settings = plainSettings() as Record<string, unknown>
  const steps = path.split('.')
  const name = steps.pop()!
  let group = settings
  for (const step of steps) group = (group[step] ??= {}) as Record<string, unknown>
  if (value === undefined) Reflect.deleteProperty(group, name)
  else group[name] = value
  return readSettings(settings, 'a1b2c3')
}

describe('settings', () => {
  it('come back as the same object with every default filled in', () => {
    const settings = plainSettings()
    Reflect.deleteProperty(settings, 'period')
    Reflect.deleteProperty(settings, 'location')
    expect(readSettings(settings, 'a1b2c3')).toBe(settings)
    expect(settings).toEqual({
      node: 'a1b2c3', location: '', period: 10,
      wifi: { network: 'home', password: 'correct horse' },
      broker: { host: '192.168.1.2', port: 1883, keepAlive: 60, maxQos: 2, qos: 1, root: 'breva' },
      backlog: { samples: 64, overflow: 'oldest' },
      sensors: { scd30: { sda: 'D21', scl: 'D22' } }
    })
  })

  it.each([
    ['node', 'a'], ['node', 'a-1'.padEnd(20, 'z')], ['location', ''], ['location', 'x'.repeat(64)], ['location', 'K\xc3\xbcche \xf0\x9f\x8c\xa1'],
    ['period', 2], ['period', 3600], ['wifi.network', 'n'], ['wifi.network', 'n'.repeat(32)], ['wifi.password', ''],
    ['wifi.password', '12345678'], ['wifi.password', 'ab'.repeat(31) + 'c'], ['broker.host', 'broker.example.org'], ['broker.host', 'fd00::1'],
    ['broker.port', 1], ['broker.port', 65535], ['broker.user', 'breva'], ['broker.keepAlive', 10], ['broker.keepAlive', 1200],
    ['time', { server: 'pool.ntp.org' }], ['time', { server: '192.168.1.1', port: 65535 }], ['backlog', {}], ['backlog.samples', 16], ['backlog.samples', 512], ['backlog.overflow', 'decimate'], ['sensors.ds18b20', { pin: 'D0' }], ['sensors.mh-z19', { tx: 'D17', rx: 'D39' }],
    ['sensors.scd30.power', 'D25'], ['sensors.mh-z19', { tx: 'D17', rx: 'D16', power: 'D26', powerLevel: 0 }], ['sensors.ds18b20', { pin: 'D4', power: 'D27', powerLevel: 1 }],
    ['broker.qos', 0], ['broker.qos', 2], ['broker.maxQos', 1], ['broker.root', 'r'], ['broker.root', 'home/first floor/K\xc3\xbcche'], ['broker.root', 'r'.repeat(40)],
    ['sensors.scd30.interval', 2], ['sensors.scd30.interval', 5], ['sensors.scd30.selfCalibration', false], ['sensors.scd30.temperatureOffset', 0], ['sensors.scd30.temperatureOffset', 1.45],
    ['sensors.scd30.altitude', 0], ['sensors.scd30.altitude', 65535], ['sensors.scd30.pressure', 700], ['sensors.scd30.pressure', 1400],
    ['sensors.mh-z19', { tx: 'D17', rx: 'D16', selfCalibration: false, range: 2000 }], ['sensors.mh-z19', { tx: 'D17', rx: 'D16', range: 10000 }], ['sensors.ds18b20', { pin: 'D4', resolution: 9 }]
  ])('take %s = %j', (path, value) => {
    expect(read(path, value)).toBeTypeOf('object')
  })

  it.each([
    ['wifi', 'wifi is missing; it takes an object'],
    ['wifi.network', 'wifi.network is missing; it takes 1 to 32 bytes of UTF-8 without control characters'],
    ['wifi.password', 'wifi.password is missing; it takes 8 to 63 bytes, or "" for an open network'],
    ['broker', 'broker is missing; it takes an object'],
    ['broker.host', 'broker.host is missing; it takes a host name or address of 1 to 253 characters'],
    ['sensors', 'sensors is missing; it takes an object'],
    ['sensors.scd30', 'sensors: {} is refused; it takes one or more of scd30, mh-z19 and ds18b20'],
    ['sensors.scd30.sda', 'sensors.scd30.sda is missing; it takes a pin from D0 to D33 but D6 to D11, each pin once'],
    ['sensors.scd30.scl', 'sensors.scd30.scl is missing; it takes a pin from D0 to D33 but D6 to D11, each pin once']
  ])('without %s are refused', (path, sentence) => {
    expect(read(path, undefined)).toBe(sentence)
  })

  it.each([
    ['sensors.mh-z19', { tx: 'D17', rx: 'D16', range: 4000 }, 'sensors.mh-z19.range: 4000 is refused; it takes one of 1000,2000,3000,5000,10000'],
    ['sensors.mh-z19', { tx: 'D17', rx: 'D16', range: '2000' }, 'sensors.mh-z19.range: "2000" is refused; it takes one of 1000,2000,3000,5000,10000'],
    ['sensors.mh-z19', { tx: 'D17', rx: 'D16', selfCalibration: 'no' }, 'sensors.mh-z19.selfCalibration: "no" is refused; it takes true or false'],
    ['sensors.ds18b20', { pin: 'D4', resolution: 8 }, 'sensors.ds18b20.resolution: 8 is refused; it takes a whole number from 9 to 12'],
    ['sensors.ds18b20', { pin: 'D4', resolution: 13 }, 'sensors.ds18b20.resolution: 13 is refused; it takes a whole number from 9 to 12'],
    ['broker', { host: 'h', qos: 2, maxQos: 1 }, 'broker.qos: 2 is refused; broker.maxQos is 1'],
    ['broker', { host: 'h', qos: 2, cleanSession: true }, 'broker.cleanSession: true is refused; broker.qos 2 needs a session that is kept']
  ])('with %s = %j are refused', (path, value, sentence) => {
    expect(read(path, value)).toBe(sentence)
  })

  it('take a period of 1 s where no SCD30 is wired', () => {
    expect(readSettings({ ...plainSettings(), period: 1, sensors: { 'mh-z19': { tx: 'D17', rx: 'D16' }, 'ds18b20': { pin: 'D4' } } }, 'a')).toBeTypeOf('object')
    expect(read('period', 1)).toBe('period: 1 is refused; it takes 2 to 3600 with an SCD30, whose shortest interval is 2 s')
    expect(read('period', 0)).toBe('period: 0 is refused; it takes a whole number from 1 to 3600')
  })

  it('take an interval of the SCD30 up to half of the period, and 2 s in any case', () => {
    for (const [period, interval, taken] of [
      [2, 2, true], [2, 3, false], [3, 2, true], [10, 5, true], [10, 6, false], [60, 30, true], [3600, 1800, true],
      [undefined, 5, true], [undefined, 6, false]] as const) {
      const settings = { ...plainSettings(), period, sensors: { scd30: { sda: 'D21', scl: 'D22', interval } } }
      if (period === undefined) Reflect.deleteProperty(settings, 'period')
      expect(typeof readSettings(settings, 'a') === 'object', `${period} ${interval}`).toBe(taken)
    }
  })

  it.each([
    ['sensors.mh-z19', { tx: 'D17' }, 'sensors.mh-z19.rx is missing'],
    ['sensors.mh-z19', { rx: 'D16' }, 'sensors.mh-z19.tx is missing'],
    ['sensors.ds18b20', {}, 'sensors.ds18b20.pin is missing'],
    ['backlog', { samples: 15 }, 'backlog.samples: 15 is refused'],
    ['backlog', { overflow: 'newest' }, 'backlog.overflow: "newest" is refused'],
    ['time', {}, 'time.server is missing'],
    ['time', { port: 123 }, 'time.server is missing']
  ])('with an incomplete %s %j are refused', (path, value, beginning) => {
    expect(read(path, value)).toMatch(new RegExp(`^${beginning};`))
  })

  it.each([
    ['node', 5, 'node: 5 is refused; it takes 1 to 20 of the characters a-z, 0-9 and -'],
    ['location', true, 'location: true is refused; it takes 0 to 64 bytes of UTF-8 without control characters, " and \\'],
    ['period', '10', 'period: "10" is refused; it takes a whole number from 1 to 3600'],
    ['period', null, 'period: a list, an object or null is refused; it takes a whole number from 1 to 3600'],
    ['wifi', [], 'wifi: a list, an object or null is refused; it takes an object'],
    ['wifi', null, 'wifi: a list, an object or null is refused; it takes an object'],
    ['wifi.network', {}, 'wifi.network: a list, an object or null is refused; it takes 1 to 32 bytes of UTF-8 without control characters'],
    ['wifi.password', 12345678, 'wifi.password is refused; it takes 8 to 63 bytes, or "" for an open network'],
    ['broker', 'mqtt://x', 'broker: "mqtt://x" is refused; it takes an object'],
    ['broker.host', 7, 'broker.host: 7 is refused; it takes a host name or address of 1 to 253 characters'],
    ['broker.port', '1883', 'broker.port: "1883" is refused; it takes a whole number from 1 to 65535'],
    ['broker.user', 1, 'broker.user: 1 is refused; it takes 1 to 64 bytes of UTF-8 without control characters'],
    ['broker.keepAlive', false, 'broker.keepAlive: false is refused; it takes a whole number from 10 to 1200'],
    ['time', 'pool.ntp.org', 'time: "pool.ntp.org" is refused; it takes an object'],
    ['time.server', 1, 'time.server: 1 is refused; it takes a host name or address of 1 to 253 characters'],
    ['sensors', 'all', 'sensors: "all" is refused; it takes an object'],
    ['sensors.scd30', true, 'sensors.scd30: true is refused; it takes an object'],
    ['sensors.scd30.sda', 21, 'sensors.scd30.sda: 21 is refused; it takes a pin from D0 to D33 but D6 to D11, each pin once']
  ])('with %s mistyped as %j are refused', (path, value, sentence) => {
    expect(read(path, value)).toBe(sentence)
  })

  it.each([
    ['node', ''], ['node', 'z'.repeat(21)], ['location', 'x'.repeat(65)], ['period', 1], ['period', 3601], ['period', 2.5], ['period', NaN],
    ['wifi.network', ''], ['wifi.network', 'n'.repeat(33)], ['wifi.password', '1234567'], ['wifi.password', 'ab'.repeat(32)],
    ['broker.host', ''], ['broker.host', 'x'.repeat(254)], ['broker.host', 'a b'], ['broker.port', 0], ['broker.port', 65536],
    ['broker.user', ''], ['broker.user', 'u'.repeat(65)], ['broker.keepAlive', 0], ['broker.keepAlive', 9], ['broker.keepAlive', 1201],
    ['time.server', ''], ['time.server', 'a b'], ['time', { server: 'a', port: 0 }], ['time', { server: 'a', port: 65536 }],
    ['sensors.scd30.sda', 'D34'], ['sensors.scd30.sda', 'D40'], ['sensors.scd30.sda', 'D6'], ['sensors.scd30.sda', 'D11'],
    ['sensors.scd30.sda', 'D021'], ['sensors.scd30.power', 'D34'], ['sensors.scd30.powerLevel', 2], ['sensors.scd30.sda', 'D-1'], ['sensors.scd30.sda', '21'], ['sensors.scd30.sda', 'D'], ['sensors.mh-z19', { tx: 'D34', rx: 'D35' }],
    ['broker.qos', -1], ['broker.qos', 3], ['broker.qos', '1'], ['broker.maxQos', 0], ['broker.maxQos', 3], ['broker.root', ''], ['broker.root', 'r'.repeat(41)], ['broker.root', '/a'], ['broker.root', 'a/'], ['broker.root', 'a//b'],
    ['broker.root', '+'], ['broker.root', 'a/#'], ['broker.root', '$SYS'], ['broker.root', 'a"b'], ['broker.root', 'a\0'], ['broker.root', '\xff'], ['broker.root', 5],
    ['sensors.scd30.interval', 1], ['sensors.scd30.interval', 2.5], ['sensors.scd30.interval', 6], ['sensors.scd30.interval', 1801], ['sensors.scd30.selfCalibration', 1], ['sensors.scd30.temperatureOffset', -0.01], ['sensors.scd30.temperatureOffset', 25.01],
    ['sensors.scd30.temperatureOffset', '2'], ['sensors.scd30.altitude', -1], ['sensors.scd30.altitude', 65536], ['sensors.scd30.pressure', 699], ['sensors.scd30.pressure', 1401], ['sensors.scd30.pressure', 1013.25],
    ['location', 'a"b'], ['location', 'a\\b'], ['location', 'a\nb'], ['location', 'a\0b'], ['location', 'a\x7f'], ['location', '\xc2\x85']
  ])('with %s out of range at %j are refused by name', (path, value) => {
    expect(read(path, value)).toMatch(new RegExp(`^${path}.*refused; it takes`))
  })

  it.each(['\xfc', '\xc3', '\xc3(', '\xe0\x80\xaf', '\xed\xa0\x80', '\xf4\x90\x80\x80', '\xc0\x80', '\x80', '\u20ac'])(
    'with a location that is not UTF-8 (%j) are refused', location => {
      expect(read('location', location)).toMatch(/^location: .* is refused/)
    })

  it.each(['\xfc', '\xc3(', '\xed\xa0\x80', 'a\0'])('[MQTT-1.5.3-2] [MQTT-3.1.3-11] with a broker user that is not UTF-8 or holds NUL (%j) are refused', user => {
    expect(read('broker.user', user)).toMatch(/^broker.user: .* is refused/)
  })

  it.each(['a+b', 'a#', 'a/b', '$sys', 'a\0', 'A1', 'n'.repeat(65536)])(
    'F54 node name %# with what a topic cannot hold is refused before any connect', node => {
      const sentence = read('node', node) as string
      expect(sentence).toMatch(/^node: ".*" is refused; it takes 1 to 20 of the characters a-z, 0-9 and -$/)
      expect(sentence.length).toBeLessThan(150)
    })

  it.each([
    ['password', 'password is not a setting'], ['wifi.ssid', 'wifi.ssid is not a setting'], ['broker.tls', 'broker.tls is not a setting'],
    ['sensors.bme280', 'sensors.bme280 is not a setting'], ['sensors.scd30.address', 'sensors.scd30.address is not a setting'],
    ['node n 1', 'node n 1 is not a setting']
  ])('with the unknown key %s are refused by its name', (path, sentence) => {
    expect(read(path, 1)).toBe(sentence)
  })

  it('with keys that look like a path or a prototype are refused', () => {
    expect(readSettings({ ...plainSettings(), 'broker.host': 'x' }, 'a')).toBe('broker.host is not a setting')
    expect(readSettings(JSON.parse('{"__proto__":{"period":1}}'), 'a')).toBe('__proto__ is not a setting')
  })

  it.each(['changeme', 'Password', 'xxxxxxxx', 'SECRET', 'test', 'example'])('with the placeholder %s for the broker\'s password are refused', word => {
    const sentence = read('broker.password', word) as string
    expect(sentence).toMatch(/^broker\.password is refused/)
    expect(sentence).not.toContain(word)
  })

  it.each(['11111111', 'changeme', 'Password'])('take %s for the password of a network, which is what it is', word => {
    expect(read('wifi.password', word)).toBeTypeOf('object')
  })

  it('never say a secret that is refused', () => {
    expect(read('wifi.password', 'hunter2')).not.toContain('hunter2')
    expect(read('broker.password', 'hunter2\n')).not.toContain('hunter2')
  })

  it('with a broker password but no user are refused', () => {
    expect(read('broker.password', 'hunter2 hunter2')).toBe('broker.user is missing; broker.password needs it')
  })

  it('with one pin used twice are refused', () => {
    expect(read('sensors.scd30.scl', 'D21')).toBe('sensors.scd30.scl: D21 is in use already; it takes a pin from D0 to D33 but D6 to D11, each pin once')
    expect(read('sensors.ds18b20', { pin: 'D22' })).toMatch(/^sensors\.ds18b20\.pin: D22 is in use already/)
  })

  it.each([[null], [[]], ['text'], [5], [undefined]])('that are %j are refused', parsed => {
    expect(readSettings(parsed, 'a1b2c3')).toBe('the settings are refused; they are one JSON object')
  })

  it('of the documented example are refused only for the placeholder that is the broker\'s password', () => {
    const page = readFileSync(new URL('../../docs/settings.md', import.meta.url), 'latin1')
    const example = JSON.parse(/```json\n([^]*?)```/.exec(page)![1]) as Record<string, Record<string, unknown>>
    expect(readSettings(structuredClone(example), 'a1b2c3')).toMatch(/^broker\.password is refused/)
    example.broker.password = 'battery staple'
    expect(readSettings(example, 'a1b2c3')).toBe(example)
  })

  it('have every field documented', () => {
    const page = readFileSync(new URL('../../docs/settings.md', import.meta.url), 'utf8')
    for (const field of [
      'node', 'location', 'period', 'wifi.network', 'wifi.password', 'broker.host', 'broker.port', 'broker.user', 'broker.password',
      'broker.keepAlive', 'sensors.scd30.sda', 'sensors.scd30.scl', 'sensors.mh-z19.tx', 'sensors.mh-z19.rx', 'sensors.ds18b20.pin'
    ]) expect(page).toContain(`\`${field}\``)
  })
})
