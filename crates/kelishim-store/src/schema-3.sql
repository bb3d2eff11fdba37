-- Format 3: texts taken out at their owners' request.

CREATE TABLE withdrawn (                   -- addresses whose texts were taken out and stay away
  url TEXT PRIMARY KEY,                    -- as article.series
  why TEXT NOT NULL,
  at  TEXT NOT NULL
) STRICT, WITHOUT ROWID;
