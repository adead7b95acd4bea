/** Semantic evidence: modules that speak of the same things belong together. */
import type { Module } from "../model/graph.ts";
import type { Channel, EvidenceInput } from "./channel.ts";
import { exact } from "./exact.ts";
import { foldPlural, tellsBeside } from "./vocabulary.ts";
import { pairsOfColumns, type WeightedPairs } from "./weightedPairs.ts";
import { splitIdentifier } from "./words.ts";

/** Cosines below this are chance. */
const leastCosine = 0.2;
/** A pair is kept when each is among so many nearest of the other. */
const neighbours = 10;
/** A module is described by so many of its most telling words: the rest costs time and changes little. */
const mostWords = 40;
/** What more than this share of the modules says tells nobody apart. */
const mostCommon = 0.2;
/** A word of the path counts like so many uses: people choose it to say what the file is about. */
const pathUses = 4;
/** What a module declares says more of it than what it uses. */
const declaredUses = 2;

export interface SemanticOptions {
  /** May the word tell what code is about? Words of layers and of code in general do not (evidence/vocabulary.ts). */
  tells?: ((word: string) => boolean) | undefined;
}

/** What each module speaks of. Rows as in the pairs; the words of row `i` stand from `start[i]` to `start[i + 1]`, ascending. */
export interface SemanticEvidence {
  readonly pairs: WeightedPairs;
  readonly words: readonly string[];
  readonly start: Int32Array;
  readonly word: Int32Array;
  /** TF-IDF, each row of length 1. */
  readonly weight: Float64Array;
}

/**
 * The cosine of two modules' TF-IDF vectors over the words of their identifiers and paths, 0.2 to 1: (1 + ln tf) · ln(modules / df), plurals folded, words
 * of layers stripped, words of one module alone and of more than a fifth left out. G. Salton, C. Buckley, "Term-weighting approaches in automatic
 * text retrieval", Information Processing & Management 24 (1988). Only mutual nearest neighbours (k = 10) are kept, so that a module of many words is not
 * near to all. Where names and paths are withheld there are no words and no pairs.
 */
export function findSemanticEvidence({ graph, order, members, layerWords }: EvidenceInput, options: SemanticOptions = {}): SemanticEvidence {
  const vocabulary = createVocabulary(options.tells ?? tellsBeside(layerWords));
  const modules = Array.from(order, (module, i) => (members[i] === 1 ? graph.modules[module] : undefined));
  const vectors = weigh(countWords(modules, vocabulary), vocabulary.words.length);
  return { pairs: nearest(vectors, vocabulary.words.length), words: vocabulary.words, ...vectors };
}

export const semantic: Channel = (input) => findSemanticEvidence(input).pairs;

interface Vocabulary {
  words: string[];
  /** Numbers of the telling words of an identifier. */
  read(name: string): readonly number[];
}

function createVocabulary(tells: (word: string) => boolean): Vocabulary {
  const words: string[] = [];
  const byWord = new Map<string, number>();
  const byName = new Map<string, readonly number[]>();
  /** Of a word as written: its number, -1 for what tells nothing. */
  const numberOf = (written: string): number => {
    let number = byWord.get(written);
    if (number !== undefined) return number;
    const folded = foldPlural(written);
    if (!tells(written) || !tells(folded)) number = -1;
    else if (folded === written) number = words.push(written) - 1;
    else number = numberOf(folded);
    byWord.set(written, number);
    return number;
  };
  return {
    words,
    read(name) {
      let numbers = byName.get(name);
      if (numbers === undefined) {
        numbers = splitIdentifier(name)
          .map(numberOf)
          .filter((number) => number >= 0);
        byName.set(name, numbers);
      }
      return numbers;
    },
  };
}

/** What each row says and how often, words in any order. */
interface Counts {
  start: Int32Array;
  word: readonly number[];
  times: readonly number[];
}

/** One list for all modules: a map for each costs more than all the rest. */
function countWords(modules: readonly (Module | undefined)[], vocabulary: Vocabulary): Counts {
  const start = new Int32Array(modules.length + 1);
  const word: number[] = [];
  const times: number[] = [];
  /** Of each word, the place in the row that is being counted; older rows lie before it. */
  const place: number[] = [];
  for (const [i, module] of modules.entries()) {
    const first = word.length;
    const count = (name: string, amount: number): void => {
      for (const each of vocabulary.read(name)) {
        while (place.length <= each) place.push(-1);
        if (place[each]! >= first) times[place[each]!]! += amount;
        else {
          place[each] = word.push(each) - 1;
          times.push(amount);
        }
      }
    };
    if (module !== undefined) {
      const { strings, uses, declarations } = module.facts;
      for (let k = 0; k < strings.length; k++) if ((uses[k] ?? 0) > 0) count(strings[k]!, uses[k]!);
      for (const { name } of declarations) count(name, declaredUses);
      for (const segment of module.path.replace(/\.[^./]*$/, "").split("/")) count(segment, pathUses);
    }
    start[i + 1] = word.length;
  }
  return { start, word, times };
}

/** Weights are multiples of 1 / unit: their products, and sums of these, are exact, so that no order of words or modules can tip a tie (evidence/exact.ts). */
const unit = 2 ** 15;

type Vectors = Pick<SemanticEvidence, "start" | "word" | "weight">;

function weigh(counts: Counts, words: number): Vectors {
  const size = counts.start.length - 1;
  const documents = new Int32Array(words);
  for (const word of counts.word) documents[word]!++;
  let speaking = 0;
  for (let i = 0; i < size; i++) if (counts.start[i + 1]! > counts.start[i]!) speaking++;
  const most = Math.max(2, speaking * mostCommon);
  const rarity = Float64Array.from(documents, (df) => (df < 2 || df > most ? 0 : Math.log(speaking / df)));
  const start = new Int32Array(size + 1);
  const word: number[] = [];
  const weight: number[] = [];
  const raw = new Float64Array(words);
  for (let i = 0; i < size; i++) {
    let telling: number[] = [];
    for (let k = counts.start[i]!; k < counts.start[i + 1]!; k++) {
      const each = counts.word[k]!;
      if (!(rarity[each]! > 0)) continue;
      raw[each] = exact((1 + Math.log(counts.times[k]!)) * rarity[each]!);
      telling.push(each);
    }
    if (telling.length > mostWords) {
      // Those that weigh as much as the last one are kept as well: no order of words may decide.
      const least = Float64Array.from(telling, (each) => raw[each]!).sort()[telling.length - mostWords]!;
      telling = telling.filter((each) => raw[each]! >= least);
    }
    telling.sort((a, b) => a - b);
    const length = Math.sqrt(telling.reduce((sum, each) => sum + exact(raw[each]! ** 2), 0));
    for (const each of telling) {
      word.push(each);
      weight.push(Math.round((raw[each]! / length) * unit) / unit);
    }
    start[i + 1] = word.length;
  }
  return { start, word: Int32Array.from(word), weight: Float64Array.from(weight) };
}

/** Mutual nearest neighbours by cosine. */
function nearest(vectors: Vectors, words: number): WeightedPairs {
  const size = vectors.start.length - 1;
  const { first, second, cosine, length } = cosines(vectors, words);
  const begin = new Int32Array(size + 1);
  for (let k = 0; k < length; k++) {
    begin[first[k]! + 1]!++;
    begin[second[k]! + 1]!++;
  }
  for (let i = 0; i < size; i++) begin[i + 1]! += begin[i]!;
  const next = begin.slice(0, size);
  const all = new Float64Array(2 * length);
  for (let k = 0; k < length; k++) {
    all[next[first[k]!]!++] = cosine[k]!;
    all[next[second[k]!]!++] = cosine[k]!;
  }
  // Those as near as the tenth are kept as well: no order of modules may decide.
  const least = Float64Array.from({ length: size }, (_, i) => {
    const row = all.subarray(begin[i], begin[i + 1]).sort();
    return row.length > neighbours ? row[row.length - neighbours]! : leastCosine;
  });
  const from: number[] = [];
  const to: number[] = [];
  const weight: number[] = [];
  for (let k = 0; k < length; k++) {
    const i = first[k]!;
    const j = second[k]!;
    const value = cosine[k]!;
    if (!(value >= least[i]! && value >= least[j]!)) continue;
    from.push(i, j);
    to.push(j, i);
    weight.push(value, value);
  }
  return pairsOfColumns(size, { from, to, weight });
}

interface Cosines {
  first: Int32Array;
  second: Int32Array;
  cosine: Float64Array;
  /** Entries in use. */
  length: number;
}

/** All pairs that are near enough, over an inverted index: only modules that share a word meet, and each pair once. */
function cosines({ start, word, weight }: Vectors, words: number): Cosines {
  const size = start.length - 1;
  const begin = new Int32Array(words + 1);
  for (const each of word) begin[each + 1]!++;
  for (let w = 0; w < words; w++) begin[w + 1]! += begin[w]!;
  const next = begin.slice(0, words);
  const rows = new Int32Array(word.length);
  const amounts = new Float64Array(word.length);
  for (let i = 0; i < size; i++) {
    for (let k = start[i]!; k < start[i + 1]!; k++) {
      const place = next[word[k]!]!++;
      rows[place] = i;
      amounts[place] = weight[k]!;
    }
  }
  const passed = begin.slice(0, words);
  const sum = new Float64Array(size);
  const touched = new Int32Array(size);
  let room = 1024;
  let found: Cosines = { first: new Int32Array(room), second: new Int32Array(room), cosine: new Float64Array(room), length: 0 };
  for (let i = 0; i < size; i++) {
    let met = 0;
    for (let k = start[i]!; k < start[i + 1]!; k++) {
      const own = weight[k]!;
      const end = begin[word[k]! + 1]!;
      // Rows ascend, so behind row i's own place stand the later ones alone.
      for (let at = ++passed[word[k]!]!; at < end; at++) {
        const j = rows[at]!;
        if (sum[j] === 0) touched[met++] = j;
        sum[j]! += own * amounts[at]!;
      }
    }
    if (found.length + met > room) {
      room = Math.max(2 * room, found.length + met);
      found = { first: grown(found.first, room), second: grown(found.second, room), cosine: grown(found.cosine, room), length: found.length };
    }
    for (let t = 0; t < met; t++) {
      const j = touched[t]!;
      const value = Math.min(1, sum[j]!);
      sum[j] = 0;
      if (value < leastCosine) continue;
      found.first[found.length] = i;
      found.second[found.length] = j;
      found.cosine[found.length++] = value;
    }
  }
  return found;
}

function grown<T extends Int32Array | Float64Array>(column: T, room: number): T {
  const larger = column instanceof Int32Array ? new Int32Array(room) : new Float64Array(room);
  larger.set(column);
  // Of the same kind as the column, by the line above.
  return larger as T;
}

export interface SharedWord {
  readonly word: string;
  /** Part of the cosine. */
  readonly weight: number;
}

/** The words that two modules share, the most telling first; their weights sum to the cosine. */
export function explainSemantic({ words, start, word, weight }: SemanticEvidence, i: number, j: number): SharedWord[] {
  const others = new Map<number, number>();
  for (let k = start[j]!; k < start[j + 1]!; k++) others.set(word[k]!, weight[k]!);
  const shared: SharedWord[] = [];
  for (let k = start[i]!; k < start[i + 1]!; k++) {
    const other = others.get(word[k]!);
    if (other !== undefined) shared.push({ word: words[word[k]!]!, weight: weight[k]! * other });
  }
  return shared.sort((a, b) => b.weight - a.weight || (a.word < b.word ? -1 : 1));
}
