/**
 * Storage file `.bootcde`: runs the application that the guard chose. Kept apart from the guard because this file does
 * not run after `reset()`, which is how a tool stops the application to replace it.
 */
import type { StartRecord } from './espruino/start-record.ts'

declare const breva: StartRecord
declare function require(name: 'Storage'): { read(name: string): string }

// No `if`: in its block the application's one variable would be the block's, and every function keep a reference to it.
void (breva.app && (0, eval)(require('Storage').read(breva.app)))
