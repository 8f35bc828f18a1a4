/** A script for the sandbox: makes every adapter a global, as `firmware/main.ts` would use it. */
import type { FlashArea } from '../../drivers/hal/flash-area.ts'
import type { FlashPages } from '../../drivers/hal/flash-pages.ts'
import type { I2cBus } from '../../drivers/hal/i2c-bus.ts'
import type { Pin } from '../../drivers/hal/pin.ts'
import type { UartPort } from '../../drivers/hal/uart-port.ts'
import { EspruinoClock } from '../../firmware/espruino/espruino-clock.ts'
import { sendDatagram } from '../../firmware/espruino/espruino-datagrams.ts'
import { espruinoFlashArea } from '../../firmware/espruino/espruino-flash-area.ts'
import { espruinoI2cBus } from '../../firmware/espruino/espruino-i2c-bus.ts'
import { EspruinoNetwork } from '../../firmware/espruino/espruino-network.ts'
import { espruinoPin } from '../../firmware/espruino/espruino-pin.ts'
import { espruinoOneWireBus } from '../../firmware/espruino/espruino-one-wire-bus.ts'
import { EspruinoStorage } from '../../firmware/espruino/espruino-storage.ts'
import { espruinoUartPort } from '../../firmware/espruino/espruino-uart-port.ts'
import { EspruinoWifi } from '../../firmware/espruino/espruino-wifi.ts'
import type { EspruinoSerial, EspruinoStorage as StorageModule, EspruinoWifiModule } from '../../firmware/espruino/platform.ts'

declare function require(name: 'Storage'): StorageModule
declare function require(name: 'Flash'): FlashPages
declare function require(name: 'Wifi'): EspruinoWifiModule
declare const Serial2: EspruinoSerial
declare const global: { adapters?: EspruinoAdapters }

export interface EspruinoAdapters {
  clock(): EspruinoClock
  i2c(): I2cBus
  uart(): UartPort
  pin(): Pin
  oneWire(): ReturnType<typeof espruinoOneWireBus>
  sendDatagram: typeof sendDatagram
  network(): EspruinoNetwork
  wifi(): EspruinoWifi
  storage(): EspruinoStorage
  flash(): FlashArea
}

global.adapters = {
  clock: () => new EspruinoClock(),
  i2c: () => espruinoI2cBus('D22', 'D21'),
  uart: () => espruinoUartPort(Serial2, 'D17', 'D16'),
  pin: () => espruinoPin('D25'),
  oneWire: () => espruinoOneWireBus('D4'),
  sendDatagram,
  network: () => new EspruinoNetwork(),
  wifi: () => new EspruinoWifi(require('Wifi')),
  storage: () => new EspruinoStorage(require('Storage')),
  flash: () => espruinoFlashArea(require('Flash'), 0x310000, 16)
}
