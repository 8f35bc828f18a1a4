// What Stryker changes at a time, and the tests that judge it: those about these files, the quick ones first, since the
// first failure ends a mutant's run. What needs a broker, a bundle or a million bytes stays out.
const mqtt = (...names) => names.map(name => `tests/firmware/mqtt/${name}.test.ts`)
const driver = (part, ...names) => [...names.map(name => `tests/drivers/${part}/${name}.test.ts`), `tests/field/${part}.test.ts`]

export const GROUPS = [
  {
    // All but the checksums are types and numbers, in which nothing can be changed.
    files: [
      'drivers/checksum/maxim-crc8.ts', 'drivers/checksum/sensirion-crc8.ts', 'drivers/sensor.ts', 'drivers/hal/bytes.ts',
      'drivers/hal/clock.ts', 'drivers/hal/datagrams.ts', 'drivers/hal/flash-area.ts', 'drivers/hal/flash-pages.ts',
      'drivers/hal/i2c-bus.ts', 'drivers/hal/network.ts', 'drivers/hal/one-wire-bus.ts', 'drivers/hal/pin.ts',
      'drivers/hal/status.ts', 'drivers/hal/storage.ts', 'drivers/hal/uart-port.ts', 'drivers/hal/wall-clock.ts',
      'drivers/hal/wifi.ts'
    ],
    tests: ['tests/drivers/checksum/maxim-crc8.test.ts', 'tests/drivers/checksum/sensirion-crc8.test.ts']
  },
  {
    files: [
      'drivers/scd30/scd30.ts', 'drivers/scd30/scd30-wire.ts', 'drivers/scd30/scd30-judge.ts', 'drivers/scd30/scd30-settings.ts', 'drivers/scd30/scd30-ladder.ts',
      'drivers/hal/recoveries.ts'
    ],
    tests: driver('scd30', 'scd30-wire', 'scd30-judge', 'scd30-script', 'scd30', 'scd30-recovery')
  },
  {
    files: ['drivers/mh-z19/mh-z19.ts', 'drivers/mh-z19/mh-z19-judge.ts', 'drivers/mh-z19/mh-z19-wire.ts', 'drivers/mh-z19/mh-z19-settings.ts'],
    tests: driver('mh-z19', 'mh-z19-judge', 'mh-z19-wire', 'mh-z19', 'mh-z19-recovery', 'mh-z19-settings', 'mh-z19-preheat')
  },
  {
    files: [
      'drivers/ds18b20/ds18b20.ts', 'drivers/ds18b20/ds18b20-wire.ts', 'drivers/ds18b20/ds18b20-judge.ts',
      'drivers/ds18b20/ds18b20-settings.ts', 'drivers/ds18b20/ds18b20-steps.ts', 'drivers/ds18b20/ds18b20-memory.ts'
    ],
    tests: driver('ds18b20', 'ds18b20-wire', 'ds18b20-judge', 'ds18b20')
  },
  {
    files: ['drivers/plausibility/plausibility.ts'],
    tests: ['tests/drivers/plausibility/plausibility.test.ts', 'tests/drivers/scd30/scd30-judge.test.ts']
  },
  {
    files: ['firmware/mqtt/packet-reader.ts', 'firmware/mqtt/packet-writer.ts'],
    tests: mqtt('packet-writer', 'packet-reader', 'malformed')
  },
  {
    files: [
      'session', 'session-record', 'session-state', 'session-end', 'in-flight', 'outbox', 'blame', 'packet-stream', 'packet-handlers', 'packet-type', 'disconnect-reason'
    ].map(name => `firmware/mqtt/${name}.ts`),
    tests: mqtt('kept-session', 'rejected-message', 'malformed', 'client', 'exactly-once', 'session', 'session-state', 'packet-stream', 'delivery')
  },
  { files: ['firmware/mqtt/client.ts', 'firmware/mqtt/backoff.ts'], tests: mqtt('client', 'backoff', 'rejected-message') }
]
