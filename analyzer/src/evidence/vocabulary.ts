/** Which words of identifiers, paths, routes and tables may name a business area: for weighing, for naming services, for telling what a module is about. */

/** Singular of a regular English plural, so that `orders` and `order` count as one word. */
export function foldPlural(word: string): string {
  if (word.length < 4 || /(?:ss|us|is|ics|news|series)$/.test(word)) return word;
  if (word.length > 4 && word.endsWith("ies")) return `${word.slice(0, -3)}y`;
  if (/(?:ss|sh|ch|x|zz|status|bonus|virus|campus|census|alias)es$/.test(word)) return word.slice(0, -2);
  return word.endsWith("s") ? word.slice(0, -1) : word;
}

function wordSet(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/));
}

/** Words that name a layer or a technical part, never a business area. */
export const layerWords = wordSet(`
  abstract action adapter api app application async auto backend base bin body boot bootstrap builder button case class cli client common component composable
  config configuration connection const constant container context controller converter core crud ctrl ctx dao data database db declaration decorator
  definition dependency deserializer dialog dir directive dispatcher dist dto effect endpoint engine entity entrypoint entry enum env environment error
  exception executor express extension factory fastify feature filter fixture foundation framework frontend function gateway generator generated global graphql guard handler
  header helper hoc hook host http icon impl implementation index infra infrastructure initializer injectable injection input interactor interceptor interface
  internal io iterator js json jsx kernel koa layer layout lib library listener loader logger logging main manager mapper meta method middleware migration mixin
  mock modal model module mongo mongoose mutation mysql nest nestjs node object observer operation orm output package param params parser payload pg pipe plugin
  pool port postgres prefix presenter primitive prisma private processor producer prop props protocol provider proxy public query raw react redis reducer
  registry render renderer repo repository req request res resolver response rest root route router routing row runner runtime sanitizer schema script seed
  seeder selector sequelize serializer server service setup shape shared singleton slice socket source spec sql sqlite src starter static storage store strategy
  stub style subscriber suite svelte swagger test testing thunk tool transform transformer transport trigger ts tsx type typeorm typing ui unit usecase util
  utils utility validation validator value var variable view vo vue web worker wrapper zod`);

/** Verbs, adjectives and filler of code: they say nothing about what the code is for. */
export const fillerWords = wordSet(`
  about accept add added after all allow already also amount and any append apply array as assert assign at attach available await back bad be been before begin between
  boolean both bulk but by byte call callback can cancel change check child children clear clone close code col collection column combine compare complete compute
  content convert copy count create created current date day decode deep default delete deleted desc describe description destroy detail detect disable disabled
  display do does done down dummy duplicate duplicated each edit elem element else emit empty enable enabled encode end ensure equal every exclude execute exist exit expect export extend extract
  fail failed fake false fetch field fill find finish first fix float for force format found from full get getter given go has hash have hidden hide hour id identifier
  if import in include info init inner insert instance int integer into invalid is it its item join just keep key kind known label last latest left len length less level like limit line
  list load local lock log logic long look lookup loop lower make map mark match max maybe merge min minute missing many mode month more most move multiple must name nested new next no
  none normal normalize not nothing now null number numeric of off offset ok old on once one only open option optional or origin other out over own owner page paginate
  pagination pair parent parse part pass path pattern pending per perform pick plain point pop position prepare present prev previous print process promise property push put
  random range read ready real record reduce ref reference register regex reject relation reload remove rename replace reset resolve restore result retrieve return right run safe same
  save second see select self send sent set setter shift should show simple single size skip some sort split stage start state status step stop string strip success sum
  super supported symbol sync target temp text than that the their them then this throw time timeout timestamp title tmp to too top total touch tree true try two undefined
  union unique unknown until up update updated upper upsert url use used using uuid valid validate version via void wait was when where which while width will with within
  without word work wrap write xml year yes you zero`);

/** May name a business area. */
export function isDomainWord(word: string): boolean {
  const folded = foldPlural(word);
  return folded.length > 2 && !layerWords.has(folded) && !fillerWords.has(folded) && !fillerWords.has(word);
}

/** The same beside words that name a layer of one project: lower case, singular. */
export function tellsBeside(more: ReadonlySet<string> = new Set()): (word: string) => boolean {
  return more.size === 0 ? isDomainWord : (word) => isDomainWord(word) && !more.has(foldPlural(word));
}
