import { readFileSync } from 'node:fs'
import { projectPath } from './project-path.ts'

/** The version in package.json, such as `0.1.0`. */
export function programVersion(): string {
  const description = JSON.parse(readFileSync(projectPath('package.json'), 'utf8')) as { version: string }
  return description.version
}
