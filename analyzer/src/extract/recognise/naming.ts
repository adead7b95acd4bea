/** Table names that ORMs derive from class and model names. */

/** TypeORM's DefaultNamingStrategy: `OrderLine` → order_line, `APIKey` → api_key. */
export const typeOrmTable = (name: string): string =>
  name
    .replace(/([A-Z])([A-Z])([a-z])/g, "$1_$2$3")
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toLowerCase();

/** MikroORM's UnderscoreNamingStrategy: `OrderLine` → order_line. */
export const mikroOrmTable = (name: string): string =>
  name.replace(/^[A-Z]/, (first) => first.toLowerCase()).replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

const irregular: ReadonlyMap<string, string> = new Map([
  ["person", "people"],
  ["child", "children"],
  ["man", "men"],
  ["woman", "women"],
  ["foot", "feet"],
  ["tooth", "teeth"],
  ["mouse", "mice"],
  ["goose", "geese"],
]);
const mongooseUncountable = new Set([
  "advice",
  "energy",
  "excretion",
  "digestion",
  "cooperation",
  "health",
  "justice",
  "labour",
  "machinery",
  "equipment",
  "information",
  "pollution",
  "sewage",
  "paper",
  "money",
  "species",
  "series",
  "rain",
  "rice",
  "fish",
  "sheep",
  "moose",
  "deer",
  "news",
  "expertise",
  "status",
  "media",
]);
const sequelizeUncountable = new Set([
  "advice",
  "equipment",
  "information",
  "rice",
  "money",
  "species",
  "series",
  "fish",
  "sheep",
  "deer",
  "news",
  "media",
  "metadata",
  "data",
  "feedback",
  "staff",
  "software",
]);
const rules: readonly [RegExp, string][] = [
  [/(quiz)$/i, "$1zes"],
  [/(matr|vert|ind)(?:ix|ex)$/i, "$1ices"],
  [/(x|ch|ss|sh)$/i, "$1es"],
  [/([^aeiouy]|qu)y$/i, "$1ies"],
  [/(?:([^f])fe|([lr])f)$/i, "$1$2ves"],
  [/([ti])um$/i, "$1a"],
  [/sis$/i, "ses"],
  [/(buffal|tomat|potat|her)o$/i, "$1oes"],
  [/(bus)$/i, "$1es"],
  [/(alias|status)$/i, "$1es"],
  [/(octop|vir)us$/i, "$1i"],
  [/s$/i, "s"],
  [/$/, "s"],
];

function plural(name: string, uncountable: ReadonlySet<string>): string {
  const last = /[A-Z]?[a-z]+$/.exec(name)?.[0] ?? name;
  const stem = name.slice(0, name.length - last.length);
  const lower = last.toLowerCase();
  if (uncountable.has(lower)) return name;
  const odd = irregular.get(lower);
  if (odd !== undefined) return stem + (last === lower ? odd : odd[0]?.toUpperCase() + odd.slice(1));
  for (const [pattern, replacement] of rules) if (pattern.test(last)) return stem + last.replace(pattern, replacement);
  return name;
}

/** Mongoose: `mongoose.model("OrderLine")` → orderlines; names that end in a digit stay. */
export const mongooseCollection = (name: string): string => (/\d$/.test(name) ? name.toLowerCase() : plural(name.toLowerCase(), mongooseUncountable));

/** Sequelize: `define("OrderLine")` → OrderLines, its last word's case kept. */
export const sequelizeTable = (name: string): string => plural(name, sequelizeUncountable);
