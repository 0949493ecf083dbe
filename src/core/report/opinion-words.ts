/**
 * Words that say how something is found and not what: in a list of what is more common in negative answers, *bad* says
 * nothing that *negative* did not. Beside a word of another kind they are worth naming: *bad service*.
 */
const opinionWords: ReadonlySet<string> = new Set(
  [
    'good great nice excellent amazing awesome wonderful fantastic perfect perfectly best better love loved loves loving like liked',
    'likes lovely beautiful beautifully brilliant superb outstanding fabulous incredible enjoy enjoyed enjoyable enjoying happy pleased',
    'glad favorite favourite well fine ok okay cool decent pleasant recommend recommended recommending highly satisfied impressed thank thanks',
    'bad worst worse terrible horrible awful poor poorly disappointed disappointing disappointment disappoint pathetic useless worthless',
    'hate hated hates sucks suck sucked crap crappy garbage rubbish unfortunately sadly sad unhappy annoying annoyed ridiculous horrid dreadful',
    'lame mediocre average stupid waste wasted appalling disgusting disgusted unacceptable unpleasant',
  ].flatMap((line) => line.split(' ')),
);

/** Words that say little by themselves, on either side. */
const fillWords: ReadonlySet<string> = new Set(
  [
    'not no never none nothing cannot without',
    "don't doesn't didn't isn't wasn't aren't weren't won't wouldn't can't couldn't shouldn't haven't hasn't hadn't ain't",
    'very really so too quite pretty extremely absolutely totally completely definitely truly simply much many such least ever always',
    'little lot lots bit rather super highly overall actually especially probably maybe perhaps almost already yet',
    'thing things something anything everything someone anyone everyone everybody anybody one ones way ways kind sort',
    'get gets getting got go goes going gone went come comes coming came make makes making made take takes taking took',
    'say says said saying tell told know knows knew think thinks thought feel feels felt seem seems seemed look looks looked looking',
    'want wants wanted give gives gave given see sees saw seen put use used using try tried keep kept find found please sure',
    'time times day days year years people person guy guys two three first last next second',
    'yes oh wow lol haha hi hello dear etc eg ie mr mrs only back instead unless half else http https www com',
    // Where a file has its words cut already: *do n't*, *ca n't*, *they 'll*.
    "n't ca wo ll re ve",
    'cant dont doesnt didnt isnt wasnt wont wouldnt couldnt shouldnt im ive youre thats',
  ].flatMap((line) => line.split(' ')),
);

/** @param word in lower case, with a plain apostrophe */
export function isOpinionWord(word: string): boolean {
  return opinionWords.has(word);
}

/** @param word in lower case, with a plain apostrophe */
export function isFillWord(word: string): boolean {
  return fillWords.has(word);
}
