-- The register, version 1. docs/formats/register.md explains every table; times of learning are UTC, ISO 8601.

CREATE TABLE article (
  id          INTEGER PRIMARY KEY,
  key         TEXT NOT NULL UNIQUE,        -- SHA-256 over source key and received bytes
  series      TEXT NOT NULL,               -- address, else source key: versions of one article share it
  version     INTEGER NOT NULL,
  current     INTEGER NOT NULL,            -- 1 for the last version
  place       TEXT NOT NULL,               -- source key: where it was received from
  url         TEXT,
  source      TEXT,
  title       TEXT,
  language    TEXT NOT NULL,
  published   TEXT,
  dateline    TEXT,                        -- JSON of RECORD.md
  text        TEXT NOT NULL,
  bytes       BLOB,                        -- what was received, with --keep-bytes
  report      INTEGER NOT NULL,            -- reprints of one report share it: least article id among them
  signature   BLOB,                        -- MinHash
  extractor   TEXT NOT NULL,
  model       TEXT NOT NULL,
  frames      TEXT NOT NULL,
  registry    TEXT NOT NULL,
  gaps        TEXT NOT NULL,               -- JSON
  learned     TEXT NOT NULL,
  UNIQUE (series, version)
) STRICT;
CREATE INDEX article_report ON article (report);
CREATE INDEX article_published ON article (published);

CREATE TABLE band (                        -- how reprints are found
  band INTEGER NOT NULL, hash INTEGER NOT NULL, article INTEGER NOT NULL REFERENCES article (id),
  PRIMARY KEY (band, hash, article)
) STRICT, WITHOUT ROWID;

CREATE TABLE article_words (               -- lemma by lemma, and where each stands
  article INTEGER PRIMARY KEY REFERENCES article (id),
  lemmas  TEXT NOT NULL,                   -- parted by spaces, the lemmas of one word by nothing
  title   TEXT NOT NULL,
  places  BLOB NOT NULL                    -- a word a pair of 32-bit numbers: first code point, one past the last
) STRICT;
CREATE VIRTUAL TABLE search USING fts5 (
  lemmas, title, content = 'article_words', content_rowid = 'article', tokenize = "unicode61 remove_diacritics 0"
);
CREATE TABLE word (                        -- forms met, for queries in any inflection
  form TEXT NOT NULL, lemma TEXT NOT NULL, PRIMARY KEY (form, lemma)
) STRICT, WITHOUT ROWID;

CREATE TABLE actor (
  id       INTEGER PRIMARY KEY,
  key      TEXT NOT NULL UNIQUE,           -- registry key, ISO code, or name and state
  side     TEXT NOT NULL,                  -- ISO code of its state, else its key
  name     TEXT NOT NULL,
  kind     TEXT NOT NULL,
  country  TEXT,
  sector   TEXT,
  registry TEXT
) STRICT;
CREATE INDEX actor_name ON actor (name);
CREATE TABLE appearance (                  -- an actor in an article
  article INTEGER NOT NULL REFERENCES article (id), actor INTEGER NOT NULL REFERENCES actor (id),
  name TEXT NOT NULL, description TEXT, mentions TEXT NOT NULL,  -- JSON: [[start, end], ...] in code points
  PRIMARY KEY (article, actor)
) STRICT, WITHOUT ROWID;
CREATE INDEX appearance_actor ON appearance (actor);

CREATE TABLE row (                         -- statements, events and steps in all their versions
  v       INTEGER PRIMARY KEY,
  kind    TEXT NOT NULL CHECK (kind IN ('statement', 'event', 'step')),
  id      INTEGER NOT NULL,                -- permanent, never given again
  version INTEGER NOT NULL,
  article INTEGER NOT NULL REFERENCES article (id),
  start   INTEGER NOT NULL,                -- anchor: content, trigger, action; code points of article.text
  "end"   INTEGER NOT NULL,
  date    TEXT NOT NULL,                   -- when it happened, else was published, else ''
  status  TEXT NOT NULL CHECK (status IN ('derived', 'corrected', 'confirmed', 'added', 'rejected')),
  score   REAL,
  block   TEXT NOT NULL,                   -- rows of different blocks are never linked
  body    TEXT NOT NULL,                   -- JSON of RECORD.md, actors by register id
  words   TEXT NOT NULL,                   -- lemmas that linking compares
  since   TEXT NOT NULL,                   -- learnt
  until   TEXT,                            -- replaced or withdrawn; NULL is current
  UNIQUE (kind, id, version)
) STRICT;
CREATE INDEX row_current ON row (kind, id) WHERE until IS NULL;
CREATE INDEX row_article ON row (article);
CREATE INDEX row_block ON row (kind, block) WHERE until IS NULL;

CREATE TABLE dirty (kind TEXT NOT NULL, block TEXT NOT NULL, PRIMARY KEY (kind, block)) STRICT, WITHOUT ROWID;

CREATE TABLE commitment (                  -- a thread of steps
  id          INTEGER PRIMARY KEY,
  merged_into INTEGER REFERENCES commitment (id) DEFERRABLE INITIALLY DEFERRED,
  block       TEXT NOT NULL,
  title       TEXT NOT NULL,
  committer   TEXT NOT NULL,               -- JSON: sides
  beneficiary TEXT NOT NULL,
  areas       TEXT NOT NULL,               -- JSON
  stage       TEXT NOT NULL,               -- of its last step
  first_date  TEXT NOT NULL,
  last_date   TEXT NOT NULL,
  reported    TEXT NOT NULL,               -- publication of its last report
  due         TEXT,                        -- last day it is due, at the precision given
  steps       INTEGER NOT NULL,
  reports     INTEGER NOT NULL             -- reprints counted once
) STRICT;
CREATE INDEX commitment_block ON commitment (block);
CREATE INDEX commitment_reported ON commitment (reported);
CREATE INDEX commitment_stage ON commitment (stage, last_date);
CREATE INDEX commitment_due ON commitment (due) WHERE due IS NOT NULL;
CREATE TABLE step_of (
  step INTEGER PRIMARY KEY, commitment INTEGER NOT NULL REFERENCES commitment (id) DEFERRABLE INITIALLY DEFERRED,
  score REAL NOT NULL, reason TEXT NOT NULL,
  reprint_of INTEGER                       -- the same step in another outlet's print of the same report
) STRICT;
CREATE INDEX step_of_commitment ON step_of (commitment);

CREATE TABLE happening (                   -- one event however many reports tell it
  id          INTEGER PRIMARY KEY,
  merged_into INTEGER REFERENCES happening (id) DEFERRABLE INITIALLY DEFERRED,
  block       TEXT NOT NULL,
  type        TEXT NOT NULL,
  modality    TEXT NOT NULL,
  areas       TEXT NOT NULL,
  date        TEXT NOT NULL,
  first_event INTEGER NOT NULL,
  goldstein   REAL NOT NULL,
  events      INTEGER NOT NULL,
  reports     INTEGER NOT NULL
) STRICT;
CREATE INDEX happening_block ON happening (block);
CREATE TABLE event_of (
  event INTEGER PRIMARY KEY, happening INTEGER NOT NULL REFERENCES happening (id) DEFERRABLE INITIALLY DEFERRED, score REAL NOT NULL, reason TEXT NOT NULL
) STRICT;
CREATE INDEX event_of_happening ON event_of (happening);

-- What the lists are read from; kind is 'statement', 'happening' or 'commitment'.
CREATE TABLE by_pair (kind TEXT NOT NULL, a TEXT NOT NULL, b TEXT NOT NULL, date TEXT NOT NULL, id INTEGER NOT NULL,
  PRIMARY KEY (kind, a, b, date, id)) STRICT, WITHOUT ROWID;
CREATE INDEX by_pair_id ON by_pair (kind, id);
CREATE TABLE by_actor (kind TEXT NOT NULL, actor INTEGER NOT NULL, date TEXT NOT NULL, id INTEGER NOT NULL,
  PRIMARY KEY (kind, actor, date, id)) STRICT, WITHOUT ROWID;
CREATE INDEX by_actor_id ON by_actor (kind, id);
CREATE TABLE by_area (kind TEXT NOT NULL, area TEXT NOT NULL, date TEXT NOT NULL, id INTEGER NOT NULL,
  PRIMARY KEY (kind, area, date, id)) STRICT, WITHOUT ROWID;
CREATE INDEX by_area_id ON by_area (kind, id);
CREATE TABLE by_date (kind TEXT NOT NULL, date TEXT NOT NULL, id INTEGER NOT NULL,
  PRIMARY KEY (kind, date, id)) STRICT, WITHOUT ROWID;
CREATE INDEX by_date_id ON by_date (kind, id);

CREATE TABLE correction (                  -- what people decided; rows are never changed or deleted
  id     INTEGER PRIMARY KEY,
  kind   TEXT NOT NULL CHECK (kind IN ('statement', 'event', 'step', 'commitment')),
  target INTEGER NOT NULL,
  action TEXT NOT NULL CHECK (action IN ('reject', 'set', 'confirm', 'merge', 'split', 'add')),
  field  TEXT,
  value  TEXT,                             -- JSON
  author TEXT NOT NULL,
  why    TEXT NOT NULL,
  at     TEXT NOT NULL
) STRICT;
CREATE INDEX correction_target ON correction (kind, target);
CREATE TRIGGER correction_stays BEFORE UPDATE ON correction BEGIN SELECT raise(ABORT, 'corrections are append-only'); END;
CREATE TRIGGER correction_remains BEFORE DELETE ON correction BEGIN SELECT raise(ABORT, 'corrections are append-only'); END;

CREATE TABLE failure (                     -- what could not be received or read
  place    TEXT PRIMARY KEY,
  reason   TEXT NOT NULL,
  retry    INTEGER NOT NULL,               -- 1 when another try may help
  attempts INTEGER NOT NULL,
  first    TEXT NOT NULL,
  last     TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE fetched (                     -- marks for conditional requests
  url TEXT PRIMARY KEY, etag TEXT, last_modified TEXT, at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE VIEW statement AS
  SELECT id, version, article, status, score, date, since, until, body ->> '$.speaker' AS speaker,
    body ->> '$.speaker_text' AS speaker_text, body ->> '$.kind' AS kind, body ->> '$.cue.text' AS cue,
    body ->> '$.content.text' AS content, body -> '$.about' AS about, body -> '$.areas' AS areas, body ->> '$.frame' AS frame
  FROM row WHERE kind = 'statement';
CREATE VIEW event AS
  SELECT id, version, article, status, score, date, since, until, body ->> '$.type' AS type, body ->> '$.mode' AS mode,
    body ->> '$.modality' AS modality, body -> '$.actors' AS actors, body -> '$.recipients' AS recipients,
    body ->> '$.time.from' AS time_from, body ->> '$.time.to' AS time_to, body ->> '$.trigger.text' AS "trigger",
    body -> '$.areas' AS areas, body ->> '$.cameo' AS cameo, body ->> '$.goldstein' AS goldstein, body ->> '$.frame' AS frame,
    (SELECT happening FROM event_of WHERE event = row.id) AS happening
  FROM row WHERE kind = 'event';
CREATE VIEW step AS
  SELECT id, version, article, status, score, date, since, until, body ->> '$.stage' AS stage,
    body ->> '$.action.text' AS action, body ->> '$.summary' AS summary, body -> '$.committer' AS committer,
    body -> '$.beneficiary' AS beneficiary, body -> '$.areas' AS areas, body -> '$.quantity' AS quantity,
    body ->> '$.due.from' AS due_from, body ->> '$.due.to' AS due_to, body ->> '$.made.from' AS made_from,
    body ->> '$.made.to' AS made_to, body ->> '$.frame' AS frame,
    (SELECT commitment FROM step_of WHERE step = row.id) AS commitment
  FROM row WHERE kind = 'step';
