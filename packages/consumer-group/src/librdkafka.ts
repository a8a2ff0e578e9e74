import { errorName, errorText, GroupConsumer } from '@samsa/librdkafka'
import type { DriverLibrary } from './driver.js'

/** Handles of `@samsa/librdkafka`. */
export const librdkafka: DriverLibrary = {
  open: (settings, wake) => new GroupConsumer(settings, wake),
  errorName,
  errorText,
}
