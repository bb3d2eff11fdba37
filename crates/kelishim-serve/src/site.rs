//! What every page is made from.

use crate::api::{Desk, Reader};
use crate::kept::Kept;
use crate::limits::{Metrics, Rates};
use crate::network::Network;
use crate::pages::Lines;
use crate::pool::Pool;
use crate::{Limits, Problem, Texts};
use kelishim_registry::Registry;
use kelishim_store::ask::{
    CompanyLine, Counts, CoverageLine, Filter, Hit, OfficeLine, Pair, PairLine, SpeakerLine, StageLine, Stats, Tally,
};
use kelishim_store::{Register, StoreError};
use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock};

/// What a site is made of; the program that embeds the data hands it over.
pub struct Contents {
    /// The register.
    pub db: PathBuf,
    /// How much of an article's text is shown.
    pub texts: Texts,
    /// Names of states and bodies.
    pub registry: Registry,
    /// Frames: id and what it says in one sentence.
    pub frames: BTreeMap<String, String>,
    /// Measured figures: `gold/SCORES.csv`.
    pub scores: &'static str,
    /// Sources and licences: `data/SOURCES.md`.
    pub sources: &'static str,
    /// Addresses that the facts of sample reports stand on, by where the report was received from.
    pub bases: BTreeMap<String, Vec<String>>,
    /// Now in UTC, ISO 8601.
    pub now: fn() -> String,
}

/// Outlet of the sample reports; pages that show one say so.
pub const SAMPLE: &str = "Үлгү / образец / sample";

/// Questions that run at once: more than the cores would only wait for one another.
const AT_ONCE: usize = 4;

/// State of the server, shared by all handlers.
pub struct Site {
    pool: Pool,
    samples: bool,
    /// Names of sides met in pairs, by key.
    names: RwLock<HashMap<String, String>>,
    pub(crate) pairs: Kept<Vec<PairLine>>,
    pub(crate) counts: Kept<Counts>,
    pub(crate) stats: Kept<Stats>,
    pub(crate) partners: Kept<(Pair, Vec<StageLine>, Vec<SpeakerLine>)>,
    pub(crate) people: Kept<(Vec<OfficeLine>, Vec<CompanyLine>)>,
    pub(crate) lists: Kept<Lines>,
    pub(crate) tallies: Kept<Tally>,
    pub(crate) hits: Kept<Vec<Hit>>,
    pub(crate) networks: Kept<Network>,
    pub(crate) coverage: Kept<Vec<CoverageLine>>,
    pub(crate) years: Kept<Vec<(String, i64)>>,
    pub(crate) desk: Desk,
    /// What it was made of.
    pub contents: Contents,
}

impl Site {
    /// Opens the register.
    pub fn open(contents: Contents) -> Result<Arc<Site>, StoreError> {
        let pool = Pool::open(&contents.db, AT_ONCE)?;
        let samples = Register::open_to_read(&contents.db)?.has_source(SAMPLE)?;
        Ok(Arc::new(Site {
            pool,
            samples,
            names: RwLock::default(),
            pairs: Kept::default(),
            counts: Kept::default(),
            stats: Kept::default(),
            partners: Kept::default(),
            people: Kept::default(),
            lists: Kept::default(),
            tallies: Kept::default(),
            hits: Kept::default(),
            networks: Kept::default(),
            coverage: Kept::default(),
            years: Kept::default(),
            desk: Desk::default(),
            contents,
        }))
    }

    /// Reads texts that are posted to `/api/v1/read` with `reader`; without one they are refused. The first one stays.
    pub fn read_with(&self, reader: Reader) {
        let _ = self.desk.reader.set(reader);
    }

    /// Serves within `limits`; those given first stay.
    pub(crate) fn bound(&self, limits: Limits) {
        if let Some(public) = &limits.public {
            let _ = self.desk.public.set(public.trim_end_matches('/').to_owned());
        }
        let _ = self.desk.rates.set(Rates::new(limits.rate));
        let _ = self.desk.limits.set(limits);
    }

    pub(crate) fn limits(&self) -> &Limits {
        self.desk.limits.get_or_init(Limits::default)
    }

    pub(crate) fn rates(&self) -> &Rates {
        self.desk.rates.get_or_init(|| Rates::new(0))
    }

    pub(crate) fn metrics(&self) -> &Metrics {
        &self.desk.metrics
    }

    /// Runs `work` with a read-only connection on a blocking thread; all its questions see the register at one moment.
    pub async fn ask<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce(&Register) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let _turn = self.pool.turn().await?;
        let site = self.clone();
        let answer = tokio::task::spawn_blocking(move || site.pool.ask_here(work)).await;
        answer.unwrap_or_else(|e| Err(Problem::Register(e.to_string())))
    }

    /// Pairs of sides as [`Register::pairs`] has them, kept for a while.
    ///
    /// The busiest are asked for once, whoever wants some of them.
    pub(crate) fn pairs_of(&self, register: &Register, filter: &Filter) -> Result<Vec<PairLine>, Problem> {
        const BUSIEST: usize = 600;
        let end = filter.limit.map(|l| filter.offset + l).filter(|end| *end <= BUSIEST);
        if end.is_none() {
            return Ok(self.pairs_asked(register, filter)?.to_vec());
        }
        let busiest = self.pairs_asked(register, &Filter { limit: Some(BUSIEST), offset: 0, ..filter.clone() })?;
        Ok(busiest.iter().skip(filter.offset).take(filter.limit.unwrap_or(0)).cloned().collect())
    }

    fn pairs_asked(&self, register: &Register, filter: &Filter) -> Result<Arc<Vec<PairLine>>, Problem> {
        let question =
            format!("{:?} {:?} {:?} {:?} {}", filter.area, filter.since, filter.until, filter.limit, filter.offset);
        self.pairs.ask(&question, || {
            let pairs = register.pairs(filter)?;
            let mut names = self.names.write().unwrap_or_else(PoisonError::into_inner);
            for side in pairs.iter().flat_map(|p| [&p.a, &p.b]).filter(|s| s.len() != 3) {
                if !names.contains_key(side) {
                    names.insert(side.clone(), register.name_by_key(side)?.unwrap_or_else(|| side.clone()));
                }
            }
            Ok(pairs)
        })
    }

    /// Name of a side that is no state and no body of the registry: its key is its name in small letters.
    pub(crate) fn side_name(&self, key: &str) -> Option<String> {
        self.names.read().unwrap_or_else(PoisonError::into_inner).get(key).cloned()
    }

    /// Whether the register held sample reports when it was opened.
    pub fn has_samples(&self) -> bool {
        self.samples
    }

    /// Today in UTC, `2021-06-01`.
    pub fn today(&self) -> String {
        (self.contents.now)().chars().take(10).collect()
    }
}
