/** Names of Unicode properties. Rust takes them loosely (`\p{greek}`, `\p{Is_Lowercase Letter}`), JavaScript only as the standard spells them. */

const CATEGORIES: Readonly<Record<string, string>> = {
  Any: 'Any',
  ASCII: 'ASCII',
  Assigned: 'Assigned',
  C: 'Other',
  Cc: 'Control cntrl',
  Cf: 'Format',
  Cn: 'Unassigned',
  Co: 'Private_Use',
  L: 'Letter',
  LC: 'Cased_Letter',
  Ll: 'Lowercase_Letter',
  Lm: 'Modifier_Letter',
  Lo: 'Other_Letter',
  Lt: 'Titlecase_Letter',
  Lu: 'Uppercase_Letter',
  M: 'Mark Combining_Mark',
  Mc: 'Spacing_Mark',
  Me: 'Enclosing_Mark',
  Mn: 'Nonspacing_Mark',
  N: 'Number',
  Nd: 'Decimal_Number digit',
  Nl: 'Letter_Number',
  No: 'Other_Number',
  P: 'Punctuation punct',
  Pc: 'Connector_Punctuation',
  Pd: 'Dash_Punctuation',
  Pe: 'Close_Punctuation',
  Pf: 'Final_Punctuation',
  Pi: 'Initial_Punctuation',
  Po: 'Other_Punctuation',
  Ps: 'Open_Punctuation',
  S: 'Symbol',
  Sc: 'Currency_Symbol',
  Sk: 'Modifier_Symbol',
  Sm: 'Math_Symbol',
  So: 'Other_Symbol',
  Z: 'Separator',
  Zl: 'Line_Separator',
  Zp: 'Paragraph_Separator',
  Zs: 'Space_Separator',
}

const BINARIES =
  'ASCII_Hex_Digit AHex Alphabetic Alpha Bidi_Control Bidi_C Bidi_Mirrored Bidi_M Case_Ignorable CI Cased Changes_When_Casefolded CWCF ' +
  'Changes_When_Casemapped CWCM Changes_When_Lowercased CWL Changes_When_NFKC_Casefolded CWKCF Changes_When_Titlecased CWT ' +
  'Changes_When_Uppercased CWU Dash Default_Ignorable_Code_Point DI Deprecated Dep Diacritic Dia Emoji Emoji_Component EComp Emoji_Modifier ' +
  'EMod Emoji_Modifier_Base EBase Emoji_Presentation EPres Extended_Pictographic ExtPict Extender Ext Grapheme_Base Gr_Base Grapheme_Extend ' +
  'Gr_Ext Hex_Digit Hex IDS_Binary_Operator IDSB IDS_Trinary_Operator IDST ID_Continue IDC ID_Start IDS Ideographic Ideo Join_Control Join_C ' +
  'Logical_Order_Exception LOE Lowercase Lower Math Noncharacter_Code_Point NChar Pattern_Syntax Pat_Syn Pattern_White_Space Pat_WS ' +
  'Quotation_Mark QMark Radical Regional_Indicator RI Sentence_Terminal STerm Soft_Dotted SD Terminal_Punctuation Term Unified_Ideograph ' +
  'UIdeo Uppercase Upper Variation_Selector VS White_Space space XID_Continue XIDC XID_Start XIDS'

const SCRIPTS =
  'Adlam Ahom Anatolian_Hieroglyphs Arabic Armenian Avestan Balinese Bamum Bassa_Vah Batak Bengali Bhaiksuki Bopomofo Brahmi Braille Buginese ' +
  'Buhid Canadian_Aboriginal Carian Caucasian_Albanian Chakma Cham Cherokee Chorasmian Common Coptic Cuneiform Cypriot Cypro_Minoan Cyrillic ' +
  'Deseret Devanagari Dives_Akuru Dogra Duployan Egyptian_Hieroglyphs Elbasan Elymaic Ethiopic Georgian Glagolitic Gothic Grantha Greek ' +
  'Gujarati Gunjala_Gondi Gurmukhi Han Hangul Hanifi_Rohingya Hanunoo Hatran Hebrew Hiragana Imperial_Aramaic Inherited Inscriptional_Pahlavi ' +
  'Inscriptional_Parthian Javanese Kaithi Kannada Katakana Kawi Kayah_Li Kharoshthi Khitan_Small_Script Khmer Khojki Khudawadi Lao Latin Lepcha ' +
  'Limbu Linear_A Linear_B Lisu Lycian Lydian Mahajani Makasar Malayalam Mandaic Manichaean Marchen Masaram_Gondi Medefaidrin Meetei_Mayek ' +
  'Mende_Kikakui Meroitic_Cursive Meroitic_Hieroglyphs Miao Modi Mongolian Mro Multani Myanmar Nabataean Nag_Mundari Nandinagari New_Tai_Lue ' +
  'Newa Nko Nushu Nyiakeng_Puachue_Hmong Ogham Ol_Chiki Old_Hungarian Old_Italic Old_North_Arabian Old_Permic Old_Persian Old_Sogdian ' +
  'Old_South_Arabian Old_Turkic Old_Uyghur Oriya Osage Osmanya Pahawh_Hmong Palmyrene Pau_Cin_Hau Phags_Pa Phoenician Psalter_Pahlavi Rejang ' +
  'Runic Samaritan Saurashtra Sharada Shavian Siddham SignWriting Sinhala Sogdian Sora_Sompeng Soyombo Sundanese Syloti_Nagri Syriac Tagalog ' +
  'Tagbanwa Tai_Le Tai_Tham Tai_Viet Takri Tamil Tangsa Tangut Telugu Thaana Thai Tibetan Tifinagh Tirhuta Toto Ugaritic Vai Vithkuqi Wancho ' +
  'Warang_Citi Yezidi Yi Zanabazar_Square'

/** `\p{…}` of JavaScript without the backslash, or what Rust says about the name. */
export function resolveProperty(written: string): { readonly source: string } | { readonly fault: string } {
  const match = /^([^!:=]*)(!=|=|:)(.*)$/s.exec(written)
  if (match === null) return resolveName(loose(written))
  const [, name = '', sign, value = ''] = match
  const resolved = resolvePair(loose(name), loose(value))
  if (sign !== '!=' || 'fault' in resolved) return resolved
  return { source: `P${resolved.source.slice(1)}` }
}

const NOT_FOUND = { fault: 'Unicode property not found' }
const VALUE_NOT_FOUND = { fault: 'Unicode property value not found' }

/** `cf`, `sc` and `lc` are general categories before anything else. */
function resolveName(name: string): { readonly source: string } | { readonly fault: string } {
  if (name === 'cs' || name === 'surrogate') return VALUE_NOT_FOUND
  const source =
    (['cf', 'sc', 'lc'].includes(name) ? undefined : sourceOf(name, BINARIES.split(' '), '')) ??
    categorySource(name) ??
    scriptSource(name, 'sc')
  return source === undefined ? NOT_FOUND : { source }
}

function resolvePair(name: string, value: string): { readonly source: string } | { readonly fault: string } {
  const isScript = name === 'sc' || name === 'script'
  const isExtension = name === 'scx' || name === 'scriptextensions'
  if (!isScript && !isExtension && name !== 'gc' && name !== 'generalcategory') return NOT_FOUND
  const source = isScript ? scriptSource(value, 'sc') : isExtension ? scriptSource(value, 'scx') : categorySource(value)
  return source === undefined ? VALUE_NOT_FOUND : { source }
}

function categorySource(name: string): string | undefined {
  for (const [short, long] of Object.entries(CATEGORIES)) {
    if (loose(short) === name || long.split(' ').some((alias) => loose(alias) === name)) return `p{${short}}`
  }
  return undefined
}

/** Long names from the list; four-letter codes are left to JavaScript. */
function scriptSource(name: string, property: 'sc' | 'scx'): string | undefined {
  const listed = sourceOf(name, SCRIPTS.split(' '), `${property}=`)
  if (listed !== undefined || !/^[a-z]{4}$/.test(name)) return listed
  const source = `p{${property}=${name.slice(0, 1).toUpperCase()}${name.slice(1)}}`
  try {
    return new RegExp(`\\${source}`, 'v').flags === 'v' ? source : undefined
  } catch {
    return undefined
  }
}

function sourceOf(name: string, candidates: readonly string[], prefix: string): string | undefined {
  const found = candidates.find((candidate) => loose(candidate) === name)
  return found === undefined ? undefined : `p{${prefix}${found}}`
}

/** UAX #44 loose matching: case, blanks, `_`, `-` and a leading `is` do not count. */
function loose(name: string): string {
  const bare = name.toLowerCase().replace(/[\s_-]/g, '')
  return bare.startsWith('is') && bare.length > 2 ? bare.slice(2) : bare
}
