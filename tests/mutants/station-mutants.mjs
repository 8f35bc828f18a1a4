// Defects of the station. What an entry means is said in mutants.mjs.

const STATION = 'firmware/station/station.ts'
const OUTCOME = 'firmware/station/outcome.ts'
const RING = 'firmware/station/sample-ring.ts'

const T_STATION = 'tests/firmware/station/station.test.ts'
const T_SAMPLE = 'tests/firmware/station/sample.test.ts'
const T_HISTORY = 'tests/firmware/station/history.test.ts'
const T_FIELD_MQTT = 'tests/field/mqtt.test.ts'

export const STATION_MUTANTS = [
  {
    id: 'M02', defect: 'a refused subscription counts as granted (stock MQTT module)',
    patch: { [STATION]: [['granted.charCodeAt(granted.length - 1) < 0x80', '(granted.charAt(granted.length - 1) as unknown) !== 0x80']] },
    tests: [T_STATION]
  },
  {
    id: 'M07.1', defect: 'what nobody acknowledged is not sent again (stock MQTT module)',
    patch: { [OUTCOME]: [['    } else station.due |= STATE\n', '    } else station.sample = undefined\n'], ['settleSamples(station.backlog, rejected)\n', 'settleSamples(station.backlog, true)\n']] },
    tests: [T_STATION, T_HISTORY]
  },
  {
    id: 'M11', defect: 'a keep-alive of 5 s or less is taken, and its pings are 5 s early (stock MQTT module)',
    patch: { 'contract/settings.ts': [['|keepAlive i 10 1200 60', '|keepAlive i 0 65535 60']] },
    tests: ['tests/contract/settings.test.ts']
  },
  {
    id: 'M18', defect: 'the queue of an outage has no bound (espressif/esp-idf#5668)',
    patch: { [RING]: [['ring.kept > 0 && ring.bytes.length + needed > store.size', 'ring.kept > 0 && ring.bytes.length + needed > 100 * store.size']] },
    tests: [T_HISTORY]
  },
  {
    id: 'M18.1', defect: 'what the queue drops is not counted',
    patch: { [RING]: [['  } else store.pushedOut++\n', '  }\n']] },
    tests: [T_HISTORY]
  },
  {
    id: 'M20', defect: 'no sign of life while the broker is away, so that the watchdog restarts the node (ESPHome)',
    patch: {
      'firmware/station/beat.ts': [['if (late || station.marks & STARVING || ', 'if (station.link === DOWN || ']],
      'firmware/station/watchdog.ts': [['const samples = station.beatsWithoutSample * BEAT >= station.sampler.period + PATIENCE\n', 'const samples = station.link === 0\n']]
    },
    tests: [T_FIELD_MQTT]
  },
  {
    id: 'M21', defect: 'DISCONNECT without a word (peers)',
    patch: { [STATION]: [['    if (this.link !== DOWN) sayOffline(this)\n', '']] },
    tests: [T_STATION, T_FIELD_MQTT]
  },
  {
    id: 'M22', defect: 'the will is retained and the birth is not (peers)',
    patch: { 'firmware/station/announcements.ts': [["STATUS_TOPIC + ' r b|'", "STATUS_TOPIC + ' - b|'"]] },
    tests: [T_STATION, T_FIELD_MQTT]
  },
  {
    id: 'M24', defect: 'a timer lost to an out-of-memory stays lost (Espruino 2v29)',
    patch: { 'firmware/station/watchdog.ts': [[
      'if (limit > station.sampler.due + LOST) sampleTick', 'if (limit > station.sampler.due + 1e15) sampleTick'
    ]] },
    tests: ['tests/host-sim/espruino/survival.test.ts'], build: true
  },
  {
    id: 'M25', defect: 'slots missed in a stall are made up for in a burst (stock intervals)',
    patch: { 'firmware/station/sampler.ts': [['    sampler.next += missed * period\n', '']] },
    tests: ['tests/firmware/station/slots.test.ts']
  },
  {
    id: 'M26', defect: 'samples follow the wall clock',
    patch: { [STATION]: [[
      'openSampler(sensors, settings.period * 1000, clock, station)',
      'openSampler(sensors, settings.period * 1000, { now: () => wallClock.read(), after: (delay, task, context) => clock.after(delay, task, context), cancel: timer => clock.cancel(timer) }, station)'
    ]] },
    tests: [T_STATION]
  },
  {
    id: 'M29', defect: 'a lost network is not joined again (Espruino 2v29)',
    patch: { 'firmware/station/wifi-link.ts': [['      if (link.state === JOINED) joined(link, CLOSED)\n', '      if (link.state === JOINED) link.state = WAITING\n']] },
    tests: ['tests/firmware/station/wifi-link.test.ts']
  },
  {
    id: 'M41', defect: 'the last value stays when the sensor dies',
    patch: {
      'firmware/station/sampler.ts': [
        ['  health.code = TIMEOUT\n  health.data = undefined\n', '  health.code = TIMEOUT\n'], ['        health.data = reading\n', '        health.data = reading || health.data\n'],
        ['  for (const health of sampler.sensors) health.data = undefined\n', '']
      ]
    },
    tests: [T_SAMPLE, 'tests/field/scd30.test.ts']
  },
  {
    id: 'M41.1', defect: 'a not-a-number is published',
    patch: { 'firmware/station/sensor-health.ts': [['      if (!isFinite(value as number)) {\n', '      if (value === undefined) {\n']] },
    tests: [T_SAMPLE]
  }
]
