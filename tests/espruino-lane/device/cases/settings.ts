import { readSettings } from '../../../../contract/settings.ts'
import type { Checks } from '../check.ts'

const PLAIN = '{"location":"bedroom","period":10,"wifi":{"network":"home","password":"correct horse"},"broker":{"host":"192.168.1.2"},"sensors":{"scd30":{"sda":"D21","scl":"D22"}}}'

/** Path, value as JSON, and the sentence, '' for settings that are taken. */
const ROWS: [string, string, string][] = [
  ['node', '"a"', ''], ['node', '"a-1zzzzzzzzzzzzzzzzz"', ''], ['location', '""', ''], ['period', '2', ''], ['period', '3600', ''], ['wifi.password', '""', ''],
  ['wifi.password', '"12345678"', ''], ['broker.host', '"broker.example.org"', ''], ['broker.host', '"fd00::1"', ''], ['broker.port', '1', ''], ['broker.port', '65535', ''],
  ['broker.user', '"breva"', ''], ['broker.keepAlive', '10', ''], ['broker.keepAlive', '1200', ''], ['sensors.ds18b20', '{"pin":"D0"}', ''], ['sensors.mh-z19', '{"tx":"D17","rx":"D39"}', ''],
  ['broker.qos', '0', ''], ['broker.qos', '2', ''], ['broker.maxQos', '1', ''], ['broker.root', '"home/first floor"', ''], ['broker.root', '"r"', ''],
  ['sensors.scd30.interval', '5', ''], ['sensors.scd30.selfCalibration', 'false', ''], ['sensors.scd30.temperatureOffset', '1.45', ''], ['sensors.scd30.altitude', '440', ''],
  ['sensors.scd30.pressure', '1013', ''], ['sensors.mh-z19', '{"tx":"D17","rx":"D16","selfCalibration":false,"range":2000}', ''], ['sensors.ds18b20', '{"pin":"D4","resolution":9}', ''],
  ['broker.qos', '3', 'broker.qos: 3 is refused; it takes a whole number from 0 to 2'], ['broker.qos', '"1"', 'broker.qos: "1" is refused; it takes a whole number from 0 to 2'],
  ['broker.root', '"a/"', 'broker.root: "a/" is refused; it takes 1 to 40 bytes of UTF-8 without control characters, ", \\, + and #: levels with one / between, and no $ in front'],
  ['broker.root', '"/a"', 'broker.root: "/a" is refused; it takes 1 to 40 bytes of UTF-8 without control characters, ", \\, + and #: levels with one / between, and no $ in front'],
  ['broker.root', '"a//b"', 'broker.root: "a//b" is refused; it takes 1 to 40 bytes of UTF-8 without control characters, ", \\, + and #: levels with one / between, and no $ in front'],
  ['broker.root', '"+"', 'broker.root: "+" is refused; it takes 1 to 40 bytes of UTF-8 without control characters, ", \\, + and #: levels with one / between, and no $ in front'],
  ['broker.root', '"$SYS"', 'broker.root: "$SYS" is refused; it takes 1 to 40 bytes of UTF-8 without control characters, ", \\, + and #: levels with one / between, and no $ in front'],
  ['sensors.scd30.interval', '6', 'sensors.scd30.interval: 6 is refused; it takes 2, or up to half of the period, so that every sample finds a measurement'],
  ['sensors.scd30.selfCalibration', '1', 'sensors.scd30.selfCalibration: 1 is refused; it takes true or false'],
  ['sensors.scd30.temperatureOffset', '25.5', 'sensors.scd30.temperatureOffset: 25.5 is refused; it takes a number from 0 to 25'],
  ['sensors.mh-z19', '{"tx":"D17","rx":"D16","range":4000}', 'sensors.mh-z19.range: 4000 is refused; it takes one of 1000,2000,3000,5000,10000'],
  ['broker', '{"host":"h","qos":2,"maxQos":1}', 'broker.qos: 2 is refused; broker.maxQos is 1'],
  ['broker', '{"host":"h","qos":2,"cleanSession":true}', 'broker.cleanSession: true is refused; broker.qos 2 needs a session that is kept'],
  ['node', '5', 'node: 5 is refused; it takes 1 to 20 of the characters a-z, 0-9 and -'],
  ['location', 'true', 'location: true is refused; it takes 0 to 64 bytes of UTF-8 without control characters, " and \\'],
  ['period', '"10"', 'period: "10" is refused; it takes a whole number from 1 to 3600'],
  ['period', 'null', 'period: a list, an object or null is refused; it takes a whole number from 1 to 3600'],
  ['period', '1', 'period: 1 is refused; it takes 2 to 3600 with an SCD30, whose shortest interval is 2 s'], ['period', '3601', 'period: 3601 is refused; it takes a whole number from 1 to 3600'],
  ['period', '2.5', 'period: 2.5 is refused; it takes a whole number from 1 to 3600'],
  ['wifi', '[]', 'wifi: a list, an object or null is refused; it takes an object'], ['wifi', 'null', 'wifi: a list, an object or null is refused; it takes an object'],
  ['wifi.network', '{}', 'wifi.network: a list, an object or null is refused; it takes 1 to 32 bytes of UTF-8 without control characters'],
  ['wifi.network', '""', 'wifi.network: "" is refused; it takes 1 to 32 bytes of UTF-8 without control characters'],
  ['wifi.password', '12345678', 'wifi.password is refused; it takes 8 to 63 bytes, or "" for an open network'],
  ['wifi.password', '"1234567"', 'wifi.password is refused; it takes 8 to 63 bytes, or "" for an open network'],
  ['wifi.password', '"Password"', ''], ['wifi.password', '"xxxxxxxx"', ''],
  ['broker', '"mqtt://x"', 'broker: "mqtt://x" is refused; it takes an object'], ['broker.host', '7', 'broker.host: 7 is refused; it takes a host name or address of 1 to 253 characters'],
  ['broker.host', '"a b"', 'broker.host: "a b" is refused; it takes a host name or address of 1 to 253 characters'],
  ['broker.port', '"1883"', 'broker.port: "1883" is refused; it takes a whole number from 1 to 65535'], ['broker.port', '0', 'broker.port: 0 is refused; it takes a whole number from 1 to 65535'],
  ['broker.port', '65536', 'broker.port: 65536 is refused; it takes a whole number from 1 to 65535'],
  ['broker.keepAlive', 'false', 'broker.keepAlive: false is refused; it takes a whole number from 10 to 1200'],
  ['broker.keepAlive', '9', 'broker.keepAlive: 9 is refused; it takes a whole number from 10 to 1200'],
  ['broker.password', '"hunter2 hunter2"', 'broker.user is missing; broker.password needs it'],
  ['sensors', '"all"', 'sensors: "all" is refused; it takes an object'], ['sensors', '{}', 'sensors: {} is refused; it takes one or more of scd30, mh-z19 and ds18b20'],
  ['sensors.scd30', 'true', 'sensors.scd30: true is refused; it takes an object'],
  ['sensors.scd30', '{"sda":"D21"}', 'sensors.scd30.scl is missing; it takes a pin from D0 to D33 but D6 to D11, each pin once'],
  ['sensors.scd30.sda', '21', 'sensors.scd30.sda: 21 is refused; it takes a pin from D0 to D33 but D6 to D11, each pin once'],
  ['sensors.scd30.sda', '"D34"', 'sensors.scd30.sda: "D34" is refused; it takes a pin from D0 to D33 but D6 to D11, each pin once'],
  ['sensors.scd30.sda', '"D6"', 'sensors.scd30.sda: "D6" is refused; it takes a pin from D0 to D33 but D6 to D11, each pin once'],
  ['sensors.scd30.sda', '"D021"', 'sensors.scd30.sda: "D021" is refused; it takes a pin from D0 to D33 but D6 to D11, each pin once'],
  ['sensors.scd30.scl', '"D21"', 'sensors.scd30.scl: D21 is in use already; it takes a pin from D0 to D33 but D6 to D11, each pin once'],
  ['sensors.ds18b20', '{"pin":"D22"}', 'sensors.ds18b20.pin: D22 is in use already; it takes a pin from D0 to D33 but D6 to D11, each pin once'],
  ['sensors.ds18b20', '{"pin":"D2"}', ''],
  ['password', '1', 'password is not a setting'], ['wifi.ssid', '1', 'wifi.ssid is not a setting'], ['broker.tls', '1', 'broker.tls is not a setting'],
  ['sensors.bme280', '1', 'sensors.bme280 is not a setting'], ['sensors.scd30.address', '1', 'sensors.scd30.address is not a setting'], ['node n 1', '1', 'node n 1 is not a setting']
]

/** Locations by their bytes in hex, and whether they are well-formed UTF-8. */
const LOCATIONS = ['4bc3bc636865', '1', 'f09f8ca1', '1', 'fc', '', 'c3', '', 'c328', '', 'e080af', '', 'eda080', '', 'f4908080', '', 'c080', '', '80', '', '0a', '', '22', '', '5c', '', 'c285', '', '7f', '']

function verdict(settings: unknown): string {
  const result = readSettings(settings, 'a1b2c3')
  return typeof result === 'string' ? result : ''
}

function bytes(text: string): string {
  let result = ''
  for (let i = 0; i < text.length; i += 2) result += String.fromCharCode(parseInt(text.substr(i, 2), 16))
  return result
}

/** What the settings reader takes, and the sentences it refuses with. */
export function settingsCases(checks: Checks): void {
  checks.check('settings plain', verdict(JSON.parse(PLAIN)), '')
  for (const row of ROWS) {
    const settings = JSON.parse(PLAIN) as Record<string, unknown>
    const steps = row[0].split('.')
    let group = settings
    for (let i = 0; i + 1 < steps.length; i++) group = group[steps[i]] as Record<string, unknown>
    group[steps[steps.length - 1]] = JSON.parse(row[1])
    checks.check('settings ' + row[0] + ' ' + row[1], verdict(settings), row[2])
  }
  for (let i = 0; i < LOCATIONS.length; i += 2) {
    const settings = JSON.parse(PLAIN) as Record<string, unknown>
    settings['location'] = bytes(LOCATIONS[i])
    checks.check('settings location ' + LOCATIONS[i], verdict(settings) === '', LOCATIONS[i + 1] === '1')
  }
  for (const text of ['null', '[]', '"text"', '5']) checks.check('settings ' + text, verdict(JSON.parse(text)), 'the settings are refused; they are one JSON object')
  const filled = JSON.parse('{"wifi":{"network":"home","password":""},"broker":{"host":"h"},"sensors":{"ds18b20":{"pin":"D4"}}}') as Record<string, unknown>
  checks.check('settings with defaults', verdict(filled), '')
  checks.check('settings defaults', JSON.stringify(filled),
    '{"wifi":{"network":"home","password":""},"broker":{"host":"h","port":1883,"keepAlive":60,"maxQos":2,"qos":1,"root":"breva"},"sensors":{"ds18b20":{"pin":"D4"}},"node":"a1b2c3","location":"","period":10,"backlog":{"samples":64,"overflow":"oldest"}}')
}
