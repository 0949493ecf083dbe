/**
 * Words that hold a sentence together and have no tone of their own. Inside the model they take on the tone of the
 * words around them, so that marking one would point beside what was read. Negations are not among them.
 */
const functionWords: ReadonlySet<string> = new Set(
  [
    'a an the this that these those such',
    'i me my mine myself we us our ours ourselves you your yours yourself yourselves he him his himself she her hers',
    'herself it its itself they them their theirs themselves one who whom whose which what',
    'am is are was were be been being do does did doing done have has had having will would shall should can could',
    'may might must ought let get got',
    "i'm i've i'd i'll you're you've you'd you'll he's he'd he'll she's she'd she'll it's it'd it'll we're we've we'd",
    "we'll they're they've they'd they'll that's there's here's what's who's let's",
    'and or but nor so yet if then than as because while though although however when where how why whether since until',
    'of in on at by for from to into onto with about over under after before between through during against up down',
    'off out around across along near per via there here',
    'also just even still again both each every any some all more most other another same own',
  ].flatMap((line) => line.split(' ')),
);

/** Whether this word, in any case and with either apostrophe, only holds the sentence together. */
export function isFunctionWord(word: string): boolean {
  return functionWords.has(word.toLowerCase().replaceAll('’', "'"));
}
