import { failed, passed, skipped, type Bench, type Step } from './step.ts'

/** A statement that only a person can confirm: what to do, and what must be seen. */
function byHand(name: string, statement: string, instruction: string): Step {
  return {
    name,
    statement,
    expected: instruction,
    run: async ({ agrees }: Bench) => {
      const seen = await agrees(`${instruction} Was it so?`)
      if (seen === undefined) return skipped('a person has to look; --interactive asks')
      return seen ? passed('seen by a person') : failed('a person has not seen it')
    }
  }
}

/** What needs hands, instruments or days. */
export const PERSON_STEPS: Step[] = [
  byHand('serial-frames', '`Serial2` hands over a 9-byte frame whole or in pieces', 'Let the node run with an MH-Z19 for an hour: its `crc_errors` in `health` stay at 0.'),
  byHand('watchdog-reset', 'the watchdog goes on counting after `reset()`', 'Type reset() at the console and wait: the board restarts within 90 s.'),
  byHand('watchdog-reboot', '`E.enableWatchdog` reboots, and the reason can be told', 'Type while(1); at the console and wait: the board restarts within 90 s, and `info` says so in `reset`.'),
  byHand('watchdog-connect', 'the watchdog restarts the board 90 s after it was last fed', 'Type for(;;)require("net").connect({host:"192.0.2.1",port:9}) at the console: the board restarts within two minutes.'),
  byHand('rejoin', 'after `Wifi.disconnect()` the access point is joined anew by `connect`', 'Type require("Wifi").disconnect() at the console: within two minutes it tells that Wi-Fi is up again.'),
  byHand('supply', '2 s without supply restart every sensor', 'Unplug each sensor for 2 s: it measures again, and no LED glows meanwhile.'),
  byHand('power-cut', 'a power cut while Storage is written leaves the former application', 'Unplug the board in the middle of breva flash: the former application starts.'),
  byHand('image', 'offsets and flash mode of the three files; esptool 5 with hyphens', 'Put Espruino on the board with breva flash --firmware: it starts.'),
  byHand('erase', 'erasing Storage takes less than 60 s', 'Run breva flash with --erase: it does not time out.'),
  byHand('preheat', 'MH-Z19: preheat of the E model, S and U of B to E, a damaged request', 'Compare the first five minutes with a second CO2 meter: they agree after the preheat.'),
  byHand('measures-on', 'SCD30: measuring goes on after a power cut; its accuracy', 'Unplug the SCD30 and plug it in again: `state` has its values within a minute, near those of a second meter.'),
  byHand('counterfeits', 'which families of counterfeit DS18B20 the emulation covers', 'Compare each probe\'s `family` in `info` with its origin: they agree.'),
  byHand('currents', 'currents, pull-ups of breakout boards, 20 cm of wire', 'Measure the supply current for a minute: it stays below the table\'s peaks.'),
  byHand('out-of-memory', 'an out-of-memory raises `errorFlag` and takes the timers due with it', 'Fill the memory at the console (a=[];for(;;)a.push(1)): `log/info` tells it, and samples go on.')
]
