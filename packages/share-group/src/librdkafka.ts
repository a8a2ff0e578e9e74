import { errorName, errorText, ShareConsumer } from '@samsa/librdkafka'
import type { DriverLibrary } from './driver.js'

/** Handles of `@samsa/librdkafka`. */
export const librdkafka: DriverLibrary = {
  open: (settings, wake) => new ShareConsumer(settings, wake),
  errorName,
  errorText,
}
