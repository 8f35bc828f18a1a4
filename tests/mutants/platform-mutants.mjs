// Defects of what is flashed and of the settings in flash. What an entry means is said in mutants.mjs.

export const PLATFORM_MUTANTS = [
  {
    id: 'M12', defect: 'every board has the same client identifier (stock MQTT module)',
    patch: { 'firmware/station/assemble-node.ts': [['clientId: CLIENT_ID_ROOT + hardware.suffix', 'clientId: CLIENT_ID_ROOT + Math.floor(0.5 * 0xffffff)']] },
    tests: ['tests/host-sim/espruino/flashed-node-identity.test.ts'], build: true
  },
  {
    id: 'M27', defect: 'settings are written over the copy that is in use',
    patch: { 'tools/flash/flash-plan.ts': [["? undefined : inUse === 'a' ? 'b' : 'a'\n  const foreign", "? undefined : inUse ?? 'a'\n  const foreign"]] },
    tests: ['tests/system/flash.test.ts'], build: true
  },
  {
    id: 'M28', defect: 'there is one copy of the settings',
    patch: { 'firmware/espruino/stored-settings.ts': [["['settings.a', 'settings.b']", "['settings.a']"]] },
    tests: ['tests/firmware/espruino/stored-settings.test.ts']
  },
  {
    id: 'M28.1', defect: 'a torn copy of the settings is taken',
    patch: { 'firmware/espruino/stored-settings.ts': [['sequence > newest && parseInt(text.substr(start), 10) === E.CRC32(json)', 'sequence > newest']] },
    tests: ['tests/firmware/espruino/stored-settings.test.ts']
  },
  {
    id: 'M42', defect: 'a power cut soon after a start counts as a crash (arendst/Tasmota#4342, esphome/issues#5196)',
    patch: { 'firmware/boot.ts': [["      if (began !== 'S') crashes -= suspect\n", ''], ["  if (kind !== 'S') crashes -= suspect\n", '']] },
    tests: ['tests/field/power.test.ts'], build: true
  },
  {
    id: 'M42.1', defect: 'safe mode has no way out (ESPHome)',
    patch: { 'firmware/boot.ts': [['    setTimeout(ESP32.reboot, wait)\n', '']] },
    tests: ['tests/field/power.test.ts'], build: true
  },
  {
    id: 'M43', defect: 'a time server that tells no time is believed (gmag11/NtpClient#70)',
    patch: { 'firmware/station/sntp-reply.ts': [["  if (reply.slice(40, 48) === '\\0'.repeat(8)) return 0\n", '']] },
    tests: ['tests/field/time.test.ts']
  },
  {
    id: 'M44', defect: 'a Wi-Fi that carries nothing is kept for ever (marvinroger/async-mqtt-client#167)',
    patch: { 'firmware/station/wifi-link.ts': [['link.state === JOINED && link.clock.now() >= link.patience', 'link.patience < 0']] },
    tests: ['tests/firmware/station/wifi-link.test.ts']
  }
]
