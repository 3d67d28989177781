import {defineCollector} from '../../collector.ts'
import {images} from '../../plan/images.ts'

/** The image that the next media node starts from. Those of a plan are known at once; these only after the group was seen. */
export const liveImages = defineCollector({
  ...images,
  tier: 'check',
  follows: ['masters', 'mediaGroup'],
})
