/** Page and Node over the golden texts and as many others; `npm run parity` takes more of them, for the model card. */
import { comparePageWithNode } from './parity.ts';

comparePageWithNode({ textCount: 600, isKept: false });
