//! What there is to ask for: each list with its filters and the fields of its lines, in one table that requests are checked
//! by and the OpenAPI document and the reference page are made from.

use kelishim_model::{Area, EventType, Stage, StatementKind};

/// A parameter of an address.
#[derive(Debug)]
pub struct Param {
    pub name: &'static str,
    pub holds: Holds,
    pub about: &'static str,
    /// A value that the demo has an answer for.
    pub example: &'static str,
}

/// What a parameter may hold.
#[derive(Debug)]
pub enum Holds {
    /// Anything that a name can be, of so many characters.
    Name(usize),
    /// Words with a letter or digit in them.
    Words,
    /// A date at any precision.
    Date,
    /// Two sides, with a comma between them.
    Sides,
    /// One of these.
    OneOf(fn() -> Vec<&'static str>),
    /// Several of these, with commas between them.
    SomeOf(fn() -> Vec<&'static str>),
    /// `true` or `false`.
    Flag,
    /// Lines, one to so many.
    Limit(usize),
    /// Where a list goes on.
    Cursor,
    /// Fields of the answer's lines, with commas between them.
    Fields,
    /// An address of the web.
    Address,
    /// A place in the order of learning.
    Place,
    /// A language tag.
    Language,
}

/// A field of a line: name, shape (as `openapi` has schemas for), what it is.
pub type Field = (&'static str, &'static str, &'static str);

/// A list of the register.
#[derive(Debug)]
pub struct Resource {
    /// Below `/api/v1/`.
    pub name: &'static str,
    /// Name of a line's schema.
    pub line: &'static str,
    pub about: &'static str,
    pub params: &'static [&'static Param],
    pub fields: &'static [Field],
    /// Whether lines are kept by date, so that pages do not shift.
    pub dated: bool,
}

impl Resource {
    /// Whether it takes a parameter.
    pub fn takes(&self, name: &str) -> bool {
        self.params.iter().any(|p| p.name == name)
    }
}

macro_rules! param {
    ($id:ident, $name:literal, $holds:expr, $example:literal, $about:literal) => {
        pub static $id: Param = Param { name: $name, holds: $holds, about: $about, example: $example };
    };
}

param!(
    BETWEEN,
    "between",
    Holds::Sides,
    "KGZ,RUS",
    "Two sides: states by ISO code or name, bodies by registry key (org.eaeu)"
);
param!(ACTOR, "actor", Holds::Name(200), "KGZ", "An actor: id, registry key, ISO code or name");
param!(AREA, "area", Holds::OneOf(areas), "education", "A field of relations");
param!(SINCE, "since", Holds::Date, "2021", "Not before");
param!(UNTIL, "until", Holds::Date, "2026", "Not after");
param!(SOURCE, "source", Holds::Name(100), "sample", "Agency or site, or a part of its name");
param!(TEXT, "text", Holds::Words, "школы", "Words in any inflection");
param!(NAME, "text", Holds::Words, "Россия", "A part of the name");
param!(AS_OF, "as-of", Holds::Date, "2100", "What the register knew on that day");
param!(STAGE, "stage", Holds::OneOf(stages), "delivered", "Stage of the last step");
param!(STAGES, "stage", Holds::SomeOf(stages), "signed,delivered", "Stages of the step");
param!(OPEN, "open", Holds::Flag, "true", "Neither delivered nor cancelled");
param!(OVERDUE, "overdue", Holds::Flag, "true", "Open, and due before today");
param!(SILENT, "silent-since", Holds::Date, "2025", "Open, and no report since then");
param!(STEPS, "steps", Holds::Flag, "true", "With the history of each: its steps in order of time, under `history`");
param!(TYPE, "type", Holds::OneOf(event_types), "CONSULT", "PLOVER type");
param!(KIND, "kind", Holds::OneOf(statement_kinds), "direct", "How the words are given");
param!(
    SORT_COMMITMENTS,
    "sort",
    Holds::OneOf(|| vec!["latest", "oldest", "due", "reports"]),
    "due",
    "Which lines come first"
);
param!(SORT_EVENTS, "sort", Holds::OneOf(|| vec!["latest", "oldest", "reports"]), "reports", "Which lines come first");
param!(SORT_DATED, "sort", Holds::OneOf(|| vec!["latest", "oldest"]), "oldest", "Which lines come first");
param!(LIMIT, "limit", Holds::Limit(200), "2", "Lines of an answer; 50 when left out");
param!(CURSOR, "cursor", Holds::Cursor, "", "Where to go on: the last answer's `next` has it");
param!(FIELDS, "fields", Holds::Fields, "", "Only these fields of each line");
param!(PUBLISHED, "published", Holds::Date, "2021-06-01", "Day of publication");
param!(TITLE, "title", Holds::Name(500), "Визит", "Headline");
param!(URL, "url", Holds::Address, "https://example.org/1", "Address of the report");
param!(LANGUAGE, "language", Holds::Language, "ru", "Language, when it should not be recognised");

fn areas() -> Vec<&'static str> {
    Area::ALL.iter().map(|a| a.code()).collect()
}

fn stages() -> Vec<&'static str> {
    Stage::ALL.iter().map(|s| s.code()).collect()
}

fn event_types() -> Vec<&'static str> {
    EventType::ALL.iter().map(|t| t.code()).collect()
}

fn statement_kinds() -> Vec<&'static str> {
    StatementKind::ALL.iter().map(|k| k.code()).collect()
}

/// What a feed or calendar may be narrowed by.
pub static FEED: &[&Param] = &[&BETWEEN, &ACTOR, &AREA, &SOURCE, &TEXT];
/// What a text that is read may be told about itself.
pub static READ: &[&Param] = &[&PUBLISHED, &SOURCE, &URL, &TITLE, &LANGUAGE];

// Fields that lines of several lists have.
const AREAS: Field = ("areas", "texts", "Fields of relations");
const OUTLET: Field = ("source", "text?", "Agency or site");
const SCORE: Field = ("score", "real?", "Sure, 0 to 1");
const ADDRESS: Field = ("url", "text?", "Address");
const HEADLINE: Field = ("title", "text?", "Headline");
const DAY: Field = ("date", "text", "Day of publication");
const GONE_FROM: Field = (
    "gone_from",
    "text?",
    "The last version of its article, where a row that a person decided about no longer has its words",
);

pub static COMMITMENTS: Resource = Resource {
    name: "commitments",
    line: "Commitment",
    about: "Who undertook what towards whom, and how far it got: threads of steps, the last changed first.",
    params: &[
        &BETWEEN,
        &ACTOR,
        &AREA,
        &SINCE,
        &UNTIL,
        &SOURCE,
        &TEXT,
        &AS_OF,
        &STAGE,
        &OPEN,
        &OVERDUE,
        &SILENT,
        &STEPS,
        &SORT_COMMITMENTS,
        &LIMIT,
        &CURSOR,
        &FIELDS,
    ],
    fields: COMMITMENT,
    dated: true,
};

/// Fields of a commitment.
pub const COMMITMENT: &[Field] = &[
    ("id", "text", "Permanent id, `c12`"),
    ("title", "text", "What it is about, in one line"),
    ("committer", "texts", "Sides that are to do it"),
    ("beneficiary", "texts", "Sides for whom; empty when joint"),
    AREAS,
    ("stage", "stage", "Stage of its last step"),
    ("first", "text", "Date of its first step"),
    ("last", "text", "Date of its last step"),
    ("reported", "text", "Publication of the last report that tells of it"),
    ("due", "text?", "By when"),
    ("steps", "int", "Steps, reprints not counted"),
    ("reports", "int", "Reports, reprints counted once"),
    ("history", "steps", "Its steps in order of time, with `steps=true`"),
];

/// Fields of a step.
pub const STEP: &[Field] = &[
    ("id", "text", "Permanent id, `st12`"),
    ("commitment", "text", "Its thread"),
    ("stage", "stage", "How far it got"),
    ("date", "text", "When the step happened, else when it was published"),
    ("committer", "texts", "Who is to do it"),
    ("beneficiary", "texts", "For whom"),
    ("summary", "text", "One line"),
    AREAS,
    ("quantity", "quantities", "How much"),
    ("due", "when?", "By when"),
    ("made", "when?", "When it happened, as the text says"),
    ("evidence", "spans", "The words it rests on"),
    ("article", "text", "Article"),
    ("url", "text?", "Address of the report"),
    OUTLET,
    ("published", "text?", "Publication"),
    SCORE,
    ("status", "text", "`derived`, `corrected`, `confirmed` or `added`"),
    ("link_score", "real", "Likeness to the nearest other step of the thread"),
    ("link_reason", "text", "What it shares with that step"),
    GONE_FROM,
];

pub static EVENTS: Resource = Resource {
    name: "events",
    line: "Event",
    about: "Who did what to whom, each once however many reports tell it.",
    params: &[
        &BETWEEN,
        &ACTOR,
        &AREA,
        &SINCE,
        &UNTIL,
        &SOURCE,
        &TEXT,
        &AS_OF,
        &TYPE,
        &SORT_EVENTS,
        &LIMIT,
        &CURSOR,
        &FIELDS,
    ],
    fields: EVENT,
    dated: true,
};

/// Fields of an event.
pub const EVENT: &[Field] = &[
    ("id", "text", "Permanent id, `h12`"),
    ("type", "text", "PLOVER type"),
    ("mode", "text?", "PLOVER mode"),
    ("modality", "text", "How real: actual, planned, hypothetical, negated, historical"),
    ("date", "text", "When"),
    ("actors", "texts", "Who acted"),
    ("recipients", "texts", "Towards whom"),
    ("place", "text?", "Where"),
    ("trigger", "text", "The words that tell of it in the first report"),
    AREAS,
    ("goldstein", "real", "Goldstein value"),
    ("cameo", "text?", "CAMEO code"),
    ("reports", "int", "Reports, reprints counted once"),
    ("event", "text", "The first report's row"),
    ("article", "text", "Its article"),
    ("url", "text?", "Its address"),
    ("source", "text?", "Its agency or site"),
    SCORE,
    GONE_FROM,
];

pub static STATEMENTS: Resource = Resource {
    name: "statements",
    line: "Statement",
    about: "Who said what, the last published first.",
    params: &[
        &BETWEEN,
        &ACTOR,
        &AREA,
        &SINCE,
        &UNTIL,
        &SOURCE,
        &TEXT,
        &AS_OF,
        &KIND,
        &SORT_DATED,
        &LIMIT,
        &CURSOR,
        &FIELDS,
    ],
    fields: &[
        ("id", "text", "Permanent id, `s12`"),
        ("speaker", "text?", "Who said it; the words for an unnamed speaker"),
        ("country", "text?", "State of the speaker"),
        ("kind", "text", "`direct`, `indirect` or `mixed`"),
        ("content", "text", "What is said"),
        ("date", "text", "Published"),
        ("about", "texts", "Spoken of"),
        AREAS,
        ("article", "text", "Article"),
        ADDRESS,
        OUTLET,
        SCORE,
        GONE_FROM,
    ],
    dated: true,
};

pub static ACTORS: Resource = Resource {
    name: "actors",
    line: "Actor",
    about: "Who is named, those in most articles first.",
    params: &[&BETWEEN, &ACTOR, &NAME, &LIMIT, &CURSOR, &FIELDS],
    fields: &[
        ("id", "text", "Permanent id, `ac12`"),
        ("key", "text", "Registry key, ISO code, or name and state"),
        ("name", "text", "Name"),
        ("kind", "text", "What it is"),
        ("country", "text?", "State"),
        ("sector", "text?", "PLOVER sector"),
        ("description", "text?", "Office as the last report gives it"),
        ("articles", "int", "Articles it is named in"),
    ],
    dated: false,
};

pub static ARTICLES: Resource = Resource {
    name: "articles",
    line: "Article",
    about: "The reports, last versions, the last published first.",
    params: &[&BETWEEN, &ACTOR, &SINCE, &UNTIL, &SOURCE, &TEXT, &SORT_DATED, &LIMIT, &CURSOR, &FIELDS],
    fields: &[
        ("id", "text", "Permanent id, `a12`"),
        DAY,
        OUTLET,
        HEADLINE,
        ("language", "text", "BCP 47"),
        ADDRESS,
        ("version", "int", "Which version this is"),
        ("outlets", "int", "Articles that print the same report, this one included"),
        ("rows", "int", "Rows it gave"),
        ("place", "text", "Received from"),
    ],
    dated: true,
};

pub static PAIRS: Resource = Resource {
    name: "pairs",
    line: "PairLine",
    about: "Pairs of sides, those with most rows first.",
    params: &[&AREA, &SINCE, &UNTIL, &LIMIT, &CURSOR, &FIELDS],
    fields: &[
        ("a", "text", "The side that sorts first"),
        ("b", "text", "The other"),
        ("commitments", "int", "Threads"),
        ("happenings", "int", "Events"),
        ("statements", "int", "Statements"),
        ("last", "text", "Date of the last of them"),
    ],
    dated: false,
};

pub static SEARCH: Resource = Resource {
    name: "search",
    line: "Hit",
    about: "Articles that have all the words in any inflection, in text or headline; the best first.",
    params: &[&TEXT, &SINCE, &UNTIL, &SOURCE, &LIMIT, &CURSOR, &FIELDS],
    fields: &[
        ("id", "text", "Article"),
        DAY,
        OUTLET,
        HEADLINE,
        ADDRESS,
        ("excerpt", "text", "The stretch with most of the words, which stand in ‹ ›; empty where texts are not shown"),
        ("words", "spans", "Found words; none where texts are not shown"),
    ],
    dated: false,
};

pub static TIMELINE: Resource = Resource {
    name: "timeline",
    line: "TimelineLine",
    about: "Events and steps together, the latest first. It has no pages: narrow it by `since` and `until`.",
    params: &[&BETWEEN, &ACTOR, &AREA, &SINCE, &UNTIL, &SOURCE, &TEXT, &AS_OF, &LIMIT, &FIELDS],
    fields: &[
        ("date", "text", "When"),
        ("what", "text", "Type of an event, stage of a step"),
        ("parties", "text", "Who, and towards whom"),
        ("text", "text", "The trigger's words, the step's summary"),
        ("id", "text", "Event or commitment"),
        ("reports", "int", "Reports that tell of it"),
        ("url", "text?", "Address of the first"),
    ],
    dated: false,
};

pub static COVERAGE: Resource = Resource {
    name: "coverage",
    line: "CoverageLine",
    about: "Articles by source, language and month: silence of the press is not silence of states.",
    params: &[&SINCE, &UNTIL, &SOURCE, &LIMIT, &CURSOR, &FIELDS],
    fields: &[
        ("source", "text", "Agency or site"),
        ("language", "text", "BCP 47"),
        ("month", "text", "`2021-06`; empty when undated"),
        ("articles", "int", "Articles"),
        ("with_rows", "int", "Of them with rows"),
    ],
    dated: false,
};

/// All lists.
pub static LISTS: &[&Resource] =
    &[&COMMITMENTS, &EVENTS, &STATEMENTS, &ACTORS, &ARTICLES, &PAIRS, &SEARCH, &TIMELINE, &COVERAGE];
