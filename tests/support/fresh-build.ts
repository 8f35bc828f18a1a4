import { freshBuild } from '../../build/fresh-build.mjs'

/** Before any test: `dist/` is what the sources say now. */
export default function beforeTests(): void {
  freshBuild()
}
