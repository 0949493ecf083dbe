/** Page and Node over two thousand texts: the figures of the model card. */
import { comparePageWithNode } from '../browser/parity.ts';

comparePageWithNode({ textCount: 2000, isKept: true });
