/**
 * What the boot guard leaves for the application, in the global `breva`. Types only: guard and application are two
 * bundles that share no code.
 */
export interface StartRecord {
  /** Number of this start; grows by one each time, also over new applications. Random, of 16 digits, where it could not be counted. */
  boot: number
  /** 'power-on' or 'reset'. */
  reset: string
  /** Storage file of the application to run; empty in safe mode. */
  app: string
  /** Hash of that file as the flash tool recorded it, 'sha256:...', or empty. */
  bundle: string
  /** Why the usual application is not running: empty, 'fallback' or 'safe-mode'. */
  trouble: string
  /** Storage file that counts starts, or empty where this one is not counted, and the offset at which it is marked healthy. */
  file: string
  offset: number
}
