//! A register of a given size for measuring questions: `generate PATH ARTICLES [SEED]` writes about ten events, three steps and
//! two statements an article.
//!
//! Spread as news is: pairs of states, persons and words by Zipf's law, dates over twenty years, threads of a few steps, events
//! told by one report or a few. The tables of format 1 are written directly, indexes last, and the register is then brought to
//! the newest format as an old one is; `kelishim check` holds of the result.

use kelishim_store::Register;
use rusqlite::{Connection, params};
use std::fmt::Write;
use std::path::Path;

const STATES: &str = "KGZ RUS KAZ UZB TJK CHN TUR USA TKM AZE IRN GEO ARM BLR UKR DEU FRA GBR IND PAK JPN KOR MNG AFG ITA ESP POL HUN \
    SRB GRC EGY SAU ARE QAT KWT OMN YEM IRQ SYR LBN ISR JOR PSE CYP BGR ROU MDA SVK CZE AUT CHE BEL NLD LUX DNK NOR SWE FIN EST \
    LVA LTU IRL ISL PRT MAR DZA TUN LBY SDN ETH SOM KEN UGA TZA RWA BDI COD COG GAB CMR NGA GHA CIV SEN MLI NER TCD ZAF NAM BWA \
    ZWE ZMB AGO MOZ MDG MUS BRA ARG CHL PER COL VEN ECU BOL PRY URY MEX CUB GTM HND NIC CRI PAN DOM HTI JAM CAN AUS NZL IDN MYS \
    SGP THA VNM LAO KHM MMR BGD LKA NPL BTN MDV PHL BRN TLS PNG FJI PRK ALB MKD MNE BIH HRV SVN MLT AND MCO SMR LIE BHR DJI ERI \
    SSD CAF GNQ GIN GNB SLE LBR TGO BEN BFA MRT GMB CPV STP COM SYC MWI LSO SWZ SLV BLZ GUY SUR TTO BRB BHS GRD LCA VCT ATG \
    DMA KNA WSM TON VUT SLB KIR TUV NRU PLW FSM MHL";
const AREAS: &[&str] = &[
    "politics",
    "trade",
    "energy",
    "education",
    "security",
    "transport",
    "migration",
    "culture",
    "finance",
    "health",
    "agriculture",
    "border",
    "justice",
    "science",
    "digital",
    "environment",
    "humanitarian",
    "media",
    "tourism",
];
const TYPES: &[(&str, f64)] = &[
    ("CONSULT", 1.0),
    ("AGREE", 3.0),
    ("COOPERATE", 6.0),
    ("SUPPORT", 4.0),
    ("AID", 7.0),
    ("REQUEST", 1.0),
    ("ACCUSE", -2.0),
    ("REJECT", -4.0),
    ("CONCEDE", 5.0),
    ("PROTEST", -6.0),
    ("SANCTION", -7.0),
    ("THREATEN", -6.0),
];
const STAGES: &[&str] =
    &["agreed", "proposed", "signed", "negotiating", "started", "delivered", "ratified", "delayed", "cancelled"];
/// Words that questions of the benchmark ask for, and how common each is.
const ASKED: &[(usize, &str)] =
    &[(40, "договор"), (150, "школа"), (400, "квота"), (900, "газопровод"), (9_000, "вакцина")];
const WORDS: usize = 140;
const ANCHOR: usize = 4;
const DAYS: usize = 7_300;

struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }
    fn below(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }
    /// By Zipf's law, approximately: the density of ranks falls as 1/rank.
    fn zipf(&mut self, n: usize) -> usize {
        let u = (self.next() >> 11) as f64 / (1u64 << 53) as f64;
        ((((n + 1) as f64).powf(u) - 1.0) as usize).min(n - 1)
    }
}

struct Thread {
    pair: usize,
    area: usize,
    stage: usize,
    first: usize,
    last: usize,
    steps: i64,
    due: Option<usize>,
    title: String,
    article: i64,
    reports: i64,
}

struct Happening {
    pair: usize,
    kind: usize,
    area: usize,
    date: usize,
    first: i64,
    events: i64,
    article: i64,
    reports: i64,
}

fn date(day: usize) -> String {
    let (year, of_year) = (2006 + day / 365, day % 365);
    format!("{year}-{:02}-{:02}", 1 + (of_year / 31).min(11), 1 + of_year % 28)
}

fn words() -> Vec<String> {
    let parts = ["ра", "мо", "сте", "ли", "ко", "ни", "ва", "ду", "пре", "гор", "ша", "бе", "ту", "зе", "лук", "ным"];
    let mut out: Vec<String> = (0..30_000usize)
        .map(|i| {
            let mut rest = i + 16;
            let mut word = String::new();
            while rest > 0 {
                word.push_str(parts[rest % 16]);
                rest /= 16;
            }
            word
        })
        .collect();
    for (rank, word) in ASKED {
        out[*rank] = (*word).to_owned();
    }
    out
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let path = arguments.next().ok_or("generate PATH ARTICLES [SEED]")?;
    let articles: usize = arguments.next().ok_or("generate PATH ARTICLES [SEED]")?.parse()?;
    let seed: u64 = arguments.next().map_or(Ok(1), |s| s.parse())?;
    let db = Connection::open(&path)?;
    db.execute_batch(include_str!("../src/schema-1.sql"))?;
    db.pragma_update(None, "user_version", 1)?;
    db.pragma_update(None, "application_id", 0x6b65_6c73)?;
    db.execute_batch(
        "PRAGMA journal_mode = off; PRAGMA synchronous = off; PRAGMA cache_size = -400000; PRAGMA temp_store = file;
         PRAGMA foreign_keys = off; PRAGMA locking_mode = exclusive;
         CREATE TEMP TABLE party (kind TEXT, id INTEGER, actor INTEGER);",
    )?;
    let indexes: Vec<(String, String)> = db
        .prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL")?
        .query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    for (name, _) in &indexes {
        db.execute_batch(&format!("DROP INDEX {name}"))?;
    }
    db.execute_batch("BEGIN")?;
    let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    let states: Vec<&str> = STATES.split_whitespace().collect();
    let persons = (articles / 15).clamp(100, 20_000);
    let words = words();
    for (i, code) in states.iter().enumerate() {
        db.execute(
            "INSERT OR IGNORE INTO actor VALUES (?1, ?2, ?2, ?2, 'country', ?2, NULL, ?2)",
            params![i as i64 + 1, code],
        )?;
    }
    let of_state = |state: usize, rank: usize| states.len() + 1 + (rank * states.len() + state) % persons;
    for n in 0..persons {
        let (id, code) = (states.len() + 1 + n, states[n % states.len()]);
        db.execute(
            "INSERT INTO actor VALUES (?1, ?2, ?3, ?4, 'person', ?3, 'GOV', NULL)",
            params![id as i64, format!("person{n}|{code}"), code, format!("Person {n}")],
        )?;
    }
    for word in &words {
        for end in ["", "а", "ы"] {
            db.prepare_cached("INSERT OR IGNORE INTO word VALUES (?1, ?2)")?
                .execute(params![format!("{word}{end}"), word])?;
        }
    }
    // Rank of a pair to its states: busy states meet busy states.
    let mut pairs: Vec<(usize, usize)> =
        (0..states.len()).flat_map(|a| (a + 1..states.len()).map(move |b| (a, b))).collect();
    pairs.sort_by_key(|(a, b)| (a + 1) * (b + 1) * 1000 + a);
    pairs.retain(|(a, b)| states[*a] != states[*b]);
    let code = |i: usize| states[i];
    let block = |pair: usize| {
        let (a, b) = pairs[pair];
        let (a, b) = (code(a).min(code(b)), code(a).max(code(b)));
        format!("{a}|{b}")
    };

    let mut threads: Vec<Thread> = vec![];
    let mut happenings: Vec<Happening> = vec![];
    let mut open: Vec<Vec<usize>> = vec![vec![]; pairs.len()];
    let mut told: Vec<Vec<usize>> = vec![vec![]; pairs.len()];
    let (mut steps, mut events, mut statements) = (0i64, 0i64, 0i64);
    for n in 0..articles {
        let article = n as i64 + 1;
        let day = n * DAYS / articles;
        let published = date(day);
        let source = format!("agency{}.example", dice.zipf(60));
        let body: Vec<&str> = (0..WORDS).map(|_| words[dice.zipf(words.len())].as_str()).collect();
        let text = body.join(" ");
        let mut places = Vec::with_capacity(WORDS * 8);
        let mut starts = Vec::with_capacity(WORDS);
        let mut at = 0u32;
        for word in &body {
            let end = at + word.chars().count() as u32;
            places.extend(at.to_le_bytes());
            places.extend(end.to_le_bytes());
            starts.push((at, end));
            at = end + 1;
        }
        let title = body[..8].join(" ");
        let url = format!("https://{source}/{n}");
        db.prepare_cached(
            "INSERT INTO article VALUES (?1, ?2, ?3, 1, 1, ?3, ?3, ?4, ?5, 'ru', ?6, NULL, ?7, NULL, ?1, NULL, 'text/1', 'm', 'f', 'r', '[]', ?8)",
        )?
        .execute(params![article, format!("key{n}"), url, source, title, published, text, format!("{published}T06:00:00Z")])?;
        db.prepare_cached("INSERT INTO article_words VALUES (?1, ?2, ?3, ?4)")?
            .execute(params![article, text, title, places])?;
        db.prepare_cached("INSERT INTO search (rowid, lemmas, title) VALUES (?1, ?2, ?3)")?
            .execute(params![article, text, title])?;
        let main = dice.zipf(pairs.len());
        let mut seen = std::collections::BTreeSet::new();
        let span = |from: usize| {
            let (start, end) = (starts[from].0, starts[from + ANCHOR - 1].1);
            (start, end, body[from..from + ANCHOR].join(" "))
        };
        let write =
            |kind: &str, id: i64, span: &(u32, u32, String), score: f64, block: &str, json: &str, words: &str| {
                db.prepare_cached(
                    "INSERT INTO row VALUES (NULL, ?1, ?2, 1, ?3, ?4, ?5, ?6, 'derived', ?7, ?8, ?9, ?10, ?11, NULL)",
                )?
                .execute(params![
                    kind,
                    id,
                    article,
                    span.0,
                    span.1,
                    published,
                    score,
                    block,
                    json,
                    words,
                    format!("{published}T06:00:00Z")
                ])
            };
        let mut party = |kind: &str, id: i64, actor: usize| -> rusqlite::Result<()> {
            seen.insert(actor);
            db.prepare_cached("INSERT INTO party VALUES (?1, ?2, ?3)")?.execute(params![kind, id, actor as i64])?;
            Ok(())
        };
        for _ in 0..8 + dice.below(5) {
            let pair = if dice.below(4) > 0 { main } else { dice.zipf(pairs.len()) };
            let (a, b) = pairs[pair];
            events += 1;
            let fresh = dice.below(3) > 0;
            let known = told[pair].last().copied().filter(|h| !fresh && day - happenings[*h].date < 10);
            let h = known.unwrap_or_else(|| {
                let (kind, area) = (dice.zipf(TYPES.len()), dice.zipf(AREAS.len()));
                happenings.push(Happening {
                    pair,
                    kind,
                    area,
                    date: day,
                    first: events,
                    events: 0,
                    article: 0,
                    reports: 0,
                });
                told[pair] = vec![happenings.len() - 1];
                happenings.len() - 1
            });
            let happening = &mut happenings[h];
            happening.events += 1;
            if happening.article != article {
                happening.article = article;
                happening.reports += 1;
            }
            let actor = if dice.below(10) < 7 { a + 1 } else { of_state(a, dice.zipf(100)) };
            let at = span(dice.below(WORDS - ANCHOR));
            let score = 0.3 + dice.below(700) as f64 / 1000.0;
            let json = format!(
                r#"{{"type":"{}","mode":null,"areas":["{}"],"actors":["ac{actor}"],"recipients":["ac{}"],"place":null,"time":null,"modality":"actual","trigger":{{"start":{},"end":{},"text":"{}"}},"attribution":null,"frame":"generated","score":{score},"proposal":false,"cameo":null,"goldstein":{:?}}}"#,
                TYPES[happening.kind].0,
                AREAS[happening.area],
                b + 1,
                at.0,
                at.1,
                at.2,
                TYPES[happening.kind].1
            );
            write("event", events, &at, score, &format!("{}|{}", TYPES[happening.kind].0, block(pair)), &json, &at.2)?;
            db.prepare_cached("INSERT INTO event_of VALUES (?1, ?2, 1.0, '')")?
                .execute(params![events, h as i64 + 1])?;
            for actor in [actor, a + 1, b + 1] {
                party("happening", h as i64 + 1, actor)?;
            }
        }
        for _ in 0..2 + dice.below(3) + usize::from(dice.below(3) == 0) {
            let pair = if dice.below(4) > 0 { main } else { dice.zipf(pairs.len()) };
            let (a, b) = pairs[pair];
            steps += 1;
            let at = span(dice.below(WORDS - ANCHOR));
            let t = if open[pair].is_empty() || dice.below(4) == 0 {
                threads.push(Thread {
                    pair,
                    area: dice.zipf(AREAS.len()),
                    stage: 0,
                    first: day,
                    last: day,
                    steps: 0,
                    due: None,
                    title: at.2.clone(),
                    article: 0,
                    reports: 0,
                });
                open[pair].push(threads.len() - 1);
                if open[pair].len() > 12 {
                    open[pair].remove(0);
                }
                threads.len() - 1
            } else {
                open[pair][dice.below(open[pair].len())]
            };
            let thread = &mut threads[t];
            thread.stage = dice.zipf(STAGES.len());
            thread.last = day;
            thread.steps += 1;
            if thread.article != article {
                thread.article = article;
                thread.reports += 1;
            }
            if dice.below(4) == 0 {
                thread.due = Some(day + dice.below(900));
            }
            let due =
                thread.due.map_or("null".to_owned(), |d| format!(r#"{{"from":null,"to":"{}","text":null}}"#, date(d)));
            let score = 0.3 + dice.below(700) as f64 / 1000.0;
            let mark = format!(r#"{{"start":{},"end":{},"text":"{}"}}"#, at.0, at.1, at.2);
            let json = format!(
                r#"{{"committer":["ac{}"],"beneficiary":["ac{}"],"action":{mark},"summary":"{}","areas":["{}"],"quantity":[],"due":{due},"made":null,"stage":"{}","evidence":[{mark}],"event":null,"attribution":null,"frame":"generated","score":{score}}}"#,
                a + 1,
                b + 1,
                at.2,
                AREAS[thread.area],
                STAGES[thread.stage]
            );
            write("step", steps, &at, score, &block(pair), &json, &format!("{}\t{}", at.2, title))?;
            db.prepare_cached("INSERT INTO step_of VALUES (?1, ?2, 1.0, '', NULL)")?
                .execute(params![steps, t as i64 + 1])?;
            for actor in [a + 1, b + 1] {
                party("commitment", t as i64 + 1, actor)?;
            }
        }
        for _ in 0..1 + dice.below(3) {
            let (a, b) = pairs[main];
            statements += 1;
            let speaker = of_state(a, dice.zipf(100));
            let (cue, at) = (span(0), span(4 + dice.below(WORDS - ANCHOR - 4)));
            let json = format!(
                r#"{{"speaker":"ac{speaker}","speaker_text":null,"cue":{{"start":{},"end":{},"text":"{}"}},"kind":"indirect","content":{{"start":{},"end":{},"text":"{}"}},"about":["ac{}"],"areas":["{}"],"via":null,"frame":"generated","score":0.7}}"#,
                cue.0,
                cue.1,
                cue.2,
                at.0,
                at.1,
                at.2,
                b + 1,
                AREAS[dice.zipf(AREAS.len())]
            );
            let side = states[(speaker - states.len() - 1) % states.len()];
            let mut sides = vec![side, code(b)];
            sides.sort_unstable();
            sides.dedup();
            write("statement", statements, &at, 0.7, &sides.join("|"), &json, "")?;
            let state = states.iter().position(|s| *s == side).unwrap_or(a);
            for actor in [speaker, state + 1, b + 1] {
                party("statement", statements, actor)?;
            }
        }
        for actor in seen {
            db.prepare_cached("INSERT OR IGNORE INTO appearance VALUES (?1, ?2, ?3, NULL, '[]')")?.execute(params![
                article,
                actor as i64,
                format!("Actor {actor}")
            ])?;
        }
        if n % 20_000 == 19_999 {
            eprintln!("{} articles, {steps} steps, {events} events", n + 1);
        }
    }
    for (i, t) in threads.iter().enumerate() {
        let (a, b) = pairs[t.pair];
        let list = |s: &str| format!("[\"{s}\"]");
        db.prepare_cached(
            "INSERT INTO commitment VALUES (?1, NULL, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?9, ?10, ?11, ?12)",
        )?
        .execute(params![
            i as i64 + 1,
            block(t.pair),
            t.title,
            list(code(a)),
            list(code(b)),
            list(AREAS[t.area]),
            STAGES[t.stage],
            date(t.first),
            date(t.last),
            t.due.map(date),
            t.steps,
            t.reports
        ])?;
    }
    let mut line = String::new();
    for (i, h) in happenings.iter().enumerate() {
        line.clear();
        write!(line, "{}|{}", TYPES[h.kind].0, block(h.pair))?;
        db.prepare_cached("INSERT INTO happening VALUES (?1, NULL, ?2, ?3, 'actual', ?4, ?5, ?6, ?7, ?8, ?9)")?
            .execute(params![
                i as i64 + 1,
                line,
                TYPES[h.kind].0,
                format!("[\"{}\"]", AREAS[h.area]),
                date(h.date),
                h.first,
                TYPES[h.kind].1,
                h.events,
                h.reports
            ])?;
    }
    eprintln!("{} threads, {} happenings, {statements} statements; lists", threads.len(), happenings.len());
    drop((threads, happenings));
    db.execute_batch(
        "CREATE TEMP TABLE dated AS
           SELECT 'commitment' kind, id, last_date date, block, areas FROM commitment UNION ALL
           SELECT 'happening', id, date, substr(block, instr(block, '|') + 1), areas FROM happening UNION ALL
           SELECT 'statement', id, date, block, body -> '$.areas' FROM row WHERE kind = 'statement';
         INSERT INTO by_date SELECT kind, date, id FROM dated ORDER BY 1, 2, 3;
         INSERT INTO by_pair SELECT kind, substr(block, 1, 3), substr(block, 5, 3), date, id FROM dated WHERE block LIKE '%|%' ORDER BY 1, 2, 3, 4, 5;
         INSERT INTO by_area SELECT kind, areas ->> '$[0]', date, id FROM dated ORDER BY 1, 2, 3, 4;
         CREATE UNIQUE INDEX temp.dated_id ON dated (kind, id);
         INSERT OR IGNORE INTO by_actor SELECT DISTINCT p.kind, p.actor, d.date, p.id FROM party p JOIN dated d ON d.kind = p.kind AND d.id = p.id
           ORDER BY 1, 2, 3, 4;
         DROP TABLE dated; DROP TABLE party;",
    )?;
    eprintln!("indexes");
    for (_, sql) in &indexes {
        db.execute_batch(sql)?;
    }
    db.execute_batch("COMMIT; INSERT INTO search (search) VALUES ('optimize'); PRAGMA locking_mode = normal; PRAGMA journal_mode = wal;")?;
    drop(db);
    eprintln!("newest format");
    drop(Register::create(Path::new(&path))?);
    Ok(())
}
